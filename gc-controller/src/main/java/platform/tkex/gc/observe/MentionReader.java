package platform.tkex.gc.observe;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.read.ItemReader;
import platform.tkex.crds.statefulsetplus.ConfigMapLabels;

/**
 * Finds which of some ConfigMaps an object names.
 *
 * <p>It does not know where in an object a ConfigMap may be named: volumes, projected volumes, env,
 * envFrom, a template in a revision's data, a field that does not exist yet. Any text of the object
 * that equals the name counts, and so do both ways in which this suite names versions: {@code
 * platform.tkex/config-version.<source>: <hash>}, and an object with the fields {@code name} and
 * {@code version}. Who is found by mistake keeps a ConfigMap that could go, which costs little; who
 * is missed loses one that it needs.
 */
final class MentionReader implements ItemReader<MentionReader.Mention> {
  private final Set<String> names;

  /**
   * An object that names some of them.
   *
   * @param object its name
   */
  record Mention(String object, Set<String> names) {}

  MentionReader(Set<String> names) {
    this.names = names;
  }

  @Override
  public @Nullable Mention read(JsonParser parser) throws IOException {
    Set<String> found = new HashSet<>();
    String object = "";
    for (String field; (field = parser.nextFieldName()) != null; ) {
      JsonToken value = parser.nextToken();
      if (field.equals("metadata") && value == JsonToken.START_OBJECT) {
        object = readObject(parser, found);
      } else {
        readValue(parser, field, value, found);
      }
    }
    return found.isEmpty() ? null : new Mention(object, found);
  }

  /** Returns the text of its field {@code name}, empty when there is none. */
  private String readObject(JsonParser parser, Set<String> found) throws IOException {
    String name = "";
    String version = "";
    for (String field; (field = parser.nextFieldName()) != null; ) {
      JsonToken value = parser.nextToken();
      if (value == JsonToken.VALUE_STRING && field.equals("name")) {
        name = parser.getText();
      } else if (value == JsonToken.VALUE_STRING && field.equals("version")) {
        version = parser.getText();
      }
      readValue(parser, field, value, found);
    }
    check(name + "-" + version, found);
    return name;
  }

  private void readValue(JsonParser parser, String field, JsonToken value, Set<String> found)
      throws IOException {
    switch (value) {
      case START_OBJECT -> readObject(parser, found);
      case START_ARRAY -> {
        if (field.equals("managedFields")) {
          parser.skipChildren(); // long, and names fields only
        } else {
          readArray(parser, field, found);
        }
      }
      case VALUE_STRING -> {
        check(parser.getText(), found);
        if (field.startsWith(ConfigMapLabels.POD_VERSION)) {
          String source = field.substring(ConfigMapLabels.POD_VERSION.length());
          check(source + "-" + parser.getText(), found);
        }
      }
      default -> {} // numbers, booleans, null
    }
  }

  private void readArray(JsonParser parser, String field, Set<String> found) throws IOException {
    for (JsonToken value; (value = parser.nextToken()) != JsonToken.END_ARRAY; ) {
      readValue(parser, field, value, found);
    }
  }

  private void check(String text, Set<String> found) {
    if (names.contains(text)) {
      found.add(text);
    }
  }
}
