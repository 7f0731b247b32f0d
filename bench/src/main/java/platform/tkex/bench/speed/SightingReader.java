package platform.tkex.bench.speed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Takes the few fields out of a watch event that are counted. Binding whole pods would cost the
 * machine more than what is measured on it.
 */
final class SightingReader {
  private static final JsonFactory JSON = new JsonFactory();

  private String type = "";
  private String name = "";
  private String uid = "";
  private String resourceVersion = "";
  private boolean ready;

  private SightingReader() {}

  static Sighting read(byte[] line) throws IOException {
    SightingReader reader = new SightingReader();
    try (JsonParser parser = JSON.createParser(line)) {
      parser.nextToken();
      reader.event(parser);
    }
    return new Sighting(reader.type, reader.name, reader.uid, reader.resourceVersion, reader.ready);
  }

  private void event(JsonParser parser) throws IOException {
    String field;
    while ((field = parser.nextFieldName()) != null) {
      JsonToken value = parser.nextToken();
      if (field.equals("type")) {
        type = parser.getText();
      } else if (field.equals("object") && value == JsonToken.START_OBJECT) {
        pod(parser);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void pod(JsonParser parser) throws IOException {
    String field;
    while ((field = parser.nextFieldName()) != null) {
      JsonToken value = parser.nextToken();
      if (field.equals("metadata") && value == JsonToken.START_OBJECT) {
        metadata(parser);
      } else if (field.equals("status") && value == JsonToken.START_OBJECT) {
        status(parser);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void metadata(JsonParser parser) throws IOException {
    String field;
    while ((field = parser.nextFieldName()) != null) {
      parser.nextToken();
      switch (field) {
        case "name" -> name = parser.getText();
        case "uid" -> uid = parser.getText();
        case "resourceVersion" -> resourceVersion = parser.getText();
        default -> parser.skipChildren();
      }
    }
  }

  private void status(JsonParser parser) throws IOException {
    String field;
    while ((field = parser.nextFieldName()) != null) {
      JsonToken value = parser.nextToken();
      if (field.equals("conditions") && value == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          condition(parser);
        }
      } else {
        parser.skipChildren();
      }
    }
  }

  private void condition(JsonParser parser) throws IOException {
    String conditionType = "";
    String status = "";
    String field;
    while ((field = parser.nextFieldName()) != null) {
      parser.nextToken();
      switch (field) {
        case "type" -> conditionType = parser.getText();
        case "status" -> status = parser.getText();
        default -> parser.skipChildren();
      }
    }
    if (conditionType.equals("Ready")) {
      ready = status.equals("True");
    }
  }
}
