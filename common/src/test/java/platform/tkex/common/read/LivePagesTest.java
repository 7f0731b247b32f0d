package platform.tkex.common.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import platform.tkex.common.client.ClientFactory;
import platform.tkex.common.client.FakeApiServer;
import platform.tkex.common.client.FakeApiServer.Reply;
import platform.tkex.common.client.FakeApiServer.Request;

@SuppressWarnings("NullAway.Init")
class LivePagesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Listing LISTING = Listing.whole("/api/v1/namespaces/x/pods");

  @TempDir private static Path folder;
  private final FakeApiServer server = new FakeApiServer();
  private KubernetesClient client;

  @BeforeEach
  void connect() throws IOException {
    Path kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(
        kubeconfig,
        """
        current-context: c
        contexts: [{name: c, context: {cluster: k, user: u}}]
        clusters: [{name: k, cluster: {server: "%s"}}]
        users: [{name: u, user: {token: "x"}}]
        """
            .formatted(server.url()));
    client = ClientFactory.of(kubeconfig, "test").reads();
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void pagesFollowEachOtherByTheServersToken() {
    server.answers(request ->
        switch (token(request)) {
          case "" -> page("two", "a", "b");
          case "two" -> page("three", "c");
          default -> page("", "d");
        });

    assertThat(names(LISTING)).containsExactly("a", "b", "c", "d");
    assertThat(server.requests())
        .hasSize(3)
        .allSatisfy(request -> {
          assertThat(request.query()).containsEntry("limit", "500");
          assertThat(request.query()).doesNotContainKey("resourceVersion");
        });
  }

  @Test
  void selectorsAreAskedForOnEveryPage() {
    server.answers(request -> page(token(request).isEmpty() ? "two" : ""));

    names(LISTING.labelled("a in (b,c)").named("web-0"));

    assertThat(server.requests())
        .hasSize(2)
        .allSatisfy(request ->
            assertThat(request.query())
                .containsEntry("labelSelector", "a in (b,c)")
                .containsEntry("fieldSelector", "metadata.name=web-0"));
  }

  @Test
  void anExpiredTokenBeginsTheListAnew() {
    server.answers(request ->
        switch (token(request)) {
          case "" -> server.requests().size() == 1 ? page("old", "a", "b") : page("new", "b");
          case "old" -> new Reply(410, "{\"metadata\":{\"continue\":\"of another moment\"}}");
          default -> page("", "c");
        });

    assertThat(names(LISTING)).containsExactly("b", "c");
  }

  @Test
  void aTokenThatAlwaysExpiresIsNoList() {
    server.answers(request -> token(request).isEmpty() ? page("old", "a") : new Reply(410, "{}"));

    fails("expired");
  }

  /** Each would read as if there were nothing, or nothing more. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "<html>",
        "{\"metadata\":{},\"items\":[{\"metadata\":{\"name\":\"a\"}},",
        "{\"metadata\":{},\"items\":[{\"metadata\":{\"name\":\"a\"}}]",
        "{\"metadata\":{},\"items\":[{\"metadata\":{\"name\":\"a\"}}, null, {\"metadata\":{}}]}"
      })
  void whatIsNoWholeListIsNoList(String body) {
    server.answers(_ -> new Reply(200, body));

    fails("GET /api/v1/namespaces/x/pods");
  }

  @Test
  void aRefusalIsNoListAndIsQuoted() {
    server.answers(_ -> new Reply(403, "{\"message\":\"pods is forbidden\"}"));

    fails("pods is forbidden");
  }

  @Test
  void aPageThatIsRefusedIsNotTheEnd() {
    server.answers(
        request -> token(request).isEmpty() ? page("two", "a") : new Reply(404, "{\"items\":[]}"));

    fails("404");
  }

  @Test
  void aReaderThatWantsNothingOfAnObjectLeavesItOut() {
    server.answers(_ -> page("", "a", "b", "c"));

    assertThat(read(LISTING, name -> name.equals("b") ? null : name)).containsExactly("a", "c");
  }

  @Test
  void noItemsAtAllAreAnEmptyList() {
    server.answers(
        _ -> new Reply(200, "{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":null}"));

    assertThat(names(LISTING)).isEmpty();
  }

  private void fails(String words) {
    assertThatExceptionOfType(ReadFailedException.class)
        .isThrownBy(() -> names(LISTING))
        .withMessageContaining(words);
  }

  private List<String> names(Listing listing) {
    return read(listing, name -> name);
  }

  private List<String> read(Listing listing, Function<String, String> wanted) {
    return new LivePages(client).read(listing, parser -> wanted.apply(name(parser)));
  }

  private static String name(JsonParser parser) throws IOException {
    JsonNode object = JSON.readTree(parser);
    return object.path("metadata").path("name").asText();
  }

  private static String token(Request request) {
    return request.query().getOrDefault("continue", "");
  }

  private static Reply page(String next, String... names) {
    String items =
        String.join(
            ",",
            List.of(names).stream().map("{\"metadata\":{\"name\":\"%s\"}}"::formatted).toList());
    return new Reply(
        200,
        "{\"kind\":\"PodList\",\"metadata\":{\"continue\":\"%s\"},\"items\":[%s]}"
            .formatted(next, items));
  }
}
