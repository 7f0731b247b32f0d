package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Selectors of a query: {@code a=b,c!=d,e,f in (g,h)}. */
public record LabelSelector(List<Term> terms) {

  private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");
  private static final Pattern SET = Pattern.compile("(\\S+) in \\((.*)\\)");

  /** One of them; without values the label is to be there. */
  public record Term(String label, Set<String> values, boolean equal) {
    boolean matches(JsonNode labels) {
      boolean found =
          labels.has(label) && (values.isEmpty() || values.contains(labels.path(label).asText()));
      return found == equal;
    }
  }

  /** Reads a selector. */
  public static LabelSelector parse(String text) {
    List<Term> terms = new ArrayList<>();
    for (String term : text.isEmpty() ? new String[0] : COMMA.split(text, -1)) {
      Matcher set = SET.matcher(term);
      int equals = term.indexOf('=');
      if (set.matches()) {
        terms.add(new Term(set.group(1), Set.of(set.group(2).split(",", -1)), true));
      } else if (equals < 0) {
        terms.add(new Term(term, Set.of(), true));
      } else {
        boolean not = equals > 0 && term.charAt(equals - 1) == '!';
        String label = term.substring(0, not ? equals - 1 : equals);
        String value = term.substring(equals + 1).replaceFirst("^=", "");
        terms.add(new Term(label, Set.of(value), !not));
      }
    }
    return new LabelSelector(terms);
  }

  /** Whether an object with these labels is selected. */
  public boolean matches(JsonNode labels) {
    return terms.stream().allMatch(term -> term.matches(labels));
  }
}
