package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The real API server, asked the way the model is. */
public final class RealApi implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;
  private final HttpClient http;
  private final String server;

  public RealApi(KubernetesClient admin) {
    // a request that is sent again behind our back would be answered differently
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(admin.getConfiguration()).withRequestRetryBackoffLimit(0).build())
            .build();
    http = client.getHttpClient();
    server = client.getMasterUrl().toString().replaceAll("/+$", "");
  }

  public Answer handle(Request request) {
    HttpRequest.Builder builder =
        http.newHttpRequestBuilder()
            .uri(server + request.path())
            .header("Accept", "application/json");
    String type = request.contentType() == null ? "application/json" : request.contentType();
    String body = request.body() == null ? "" : request.body().toString();
    HttpRequest prepared =
        switch (request.method()) {
          case GET -> builder.build();
          case POST -> builder.post(type, body.getBytes(StandardCharsets.UTF_8)).build();
          case PUT, PATCH, DELETE -> builder.method(request.method().name(), type, body).build();
        };
    try {
      HttpResponse<byte[]> response =
          http.sendAsync(prepared, byte[].class).get(30, TimeUnit.SECONDS);
      return new Answer(response.code(), JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(request.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Hears of every event in a namespace from now on. */
  Watch watch(Resource resource, String namespace, BiConsumer<String, ObjectNode> events) {
    ResourceDefinitionContext context =
        new ResourceDefinitionContext.Builder()
            .withGroup(resource.group())
            .withVersion(resource.apiVersion().replaceAll(".*/", ""))
            .withKind(resource.kind())
            .withPlural(resource.plural())
            .withNamespaced(resource.namespaced())
            .build();
    return client
        .genericKubernetesResources(context)
        .inNamespace(namespace)
        .watch(
            new Watcher<>() {
              @Override
              public void eventReceived(Action action, GenericKubernetesResource object) {
                events.accept(action.name(), JSON.valueToTree(object));
              }

              @Override
              public void onClose(@Nullable WatcherException cause) {}
            });
  }

  @Override
  public void close() {
    client.close();
  }
}
