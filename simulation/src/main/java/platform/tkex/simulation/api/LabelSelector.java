package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Equality-based selectors of a query: {@code a=b,c!=d,e}. */
record LabelSelector(List<Term> terms) {

  private record Term(String label, String value, boolean equal, boolean exists) {
    boolean matches(JsonNode labels) {
      if (exists) {
        return labels.has(label);
      }
      return (labels.has(label) && labels.path(label).asText().equals(value)) == equal;
    }
  }

  static LabelSelector parse(String text) {
    List<Term> terms = new ArrayList<>();
    for (String term : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      int equals = term.indexOf('=');
      if (equals < 0) {
        terms.add(new Term(term, "", true, true));
      } else {
        boolean not = equals > 0 && term.charAt(equals - 1) == '!';
        String label = term.substring(0, not ? equals - 1 : equals);
        String value = term.substring(equals + 1).replaceFirst("^=", "");
        terms.add(new Term(label, value, !not, false));
      }
    }
    return new LabelSelector(terms);
  }

  boolean matches(JsonNode labels) {
    return terms.stream().allMatch(term -> term.matches(labels));
  }
}
