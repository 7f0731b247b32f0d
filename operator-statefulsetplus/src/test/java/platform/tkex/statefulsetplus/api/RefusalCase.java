package platform.tkex.statefulsetplus.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What the API server must refuse.
 *
 * @param title one line for people
 * @param request how it is sent
 * @param object the whole of it
 * @param says where, what was given, and what is allowed
 */
record RefusalCase(String title, Request request, JsonNode object, List<String> says) {

  static final JsonNode BASE = RawApi.read("base.yaml");

  enum Request {
    CREATE,
    /** Of {@link #BASE}, which must be there. */
    UPDATE,
    /** As UPDATE, through the status subresource. */
    STATUS
  }

  /** All of {@code refused.yaml}. */
  static Stream<RefusalCase> all() {
    return StreamSupport.stream(RawApi.read("refused.yaml").spliterator(), false)
        .map(one ->
            new RefusalCase(
                one.get("case").asText(),
                Request.valueOf(one.path("request").asText("CREATE")),
                RawApi.merged(BASE, Repeated.expand(one.get("change"))),
                StreamSupport.stream(one.get("says").spliterator(), false)
                    .map(JsonNode::asText)
                    .toList()));
  }

  JsonNode send(RawApi api) {
    return switch (request) {
      case CREATE -> api.create(object);
      case UPDATE -> api.replace(object);
      case STATUS -> api.replaceStatus(object);
    };
  }

  @Override
  public String toString() {
    return title;
  }
}
