package platform.tkex.statefulsetplus.parity;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Requests that the client has no verb for, byte for byte as given. */
final class ApiRequests {

  private static final int LIMIT_SECONDS = 30;

  private final KubernetesClient client;

  ApiRequests(KubernetesClient client) {
    this.client = client;
  }

  GenericKubernetesResource get(String path) {
    return send(path, "GET", "application/json", "");
  }

  GenericKubernetesResource put(String path, GenericKubernetesResource body) {
    return send(path, "PUT", "application/json", client.getKubernetesSerialization().asJson(body));
  }

  GenericKubernetesResource mergePatch(String path, String body) {
    return send(path, "PATCH", "application/merge-patch+json", body);
  }

  /** Of a collection too; the answer is not read. */
  void delete(String path) {
    send(path, "DELETE", "application/json", "{}");
  }

  private GenericKubernetesResource send(String path, String method, String type, String body) {
    HttpRequest.Builder request = client.getHttpClient().newHttpRequestBuilder().uri(uri(path));
    request = method.equals("GET") ? request : request.method(method, type, body);
    try {
      HttpResponse<String> response =
          client
              .getHttpClient()
              .sendAsync(request.build(), String.class)
              .get(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (!response.isSuccessful()) {
        throw new IllegalStateException(
            method + " " + path + " answered " + response.code() + ": " + response.body());
      }
      return client
          .getKubernetesSerialization()
          .unmarshal(response.body(), GenericKubernetesResource.class);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(method + " " + path, e);
    }
  }

  private URI uri(String path) {
    return URI.create(client.getMasterUrl().toString()).resolve(path);
  }
}
