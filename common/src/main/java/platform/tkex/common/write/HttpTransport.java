package platform.tkex.common.write;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import platform.tkex.common.write.AnswerReader.Answer;
import platform.tkex.common.write.WriteResult.Done;
import platform.tkex.common.write.WriteResult.NotSent;
import platform.tkex.common.write.WriteResult.Refused;
import platform.tkex.common.write.WriteResult.Unknown;

/**
 * Sends prepared bytes through fabric8's HTTP client and classifies the answer.
 *
 * <p>Each write is sent once. Give it a client without built-in retries ({@code
 * ClientFactory.writes}): fabric8 would send a POST again after a time-out, and the second answer
 * (409) would hide that the first one created the object.
 */
public final class HttpTransport implements WriteTransport {

  /**
   * Nothing but metadata is read of an answer; whole, that of a pod or a status takes the server
   * and TLS as long as the request. Errors come as they are.
   */
  private static final String METADATA =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

  private final HttpClient http;
  private final String server;
  private final Duration timeout;

  /**
   * @param client stays the caller's to close
   * @param timeout of one write, from its sending to the last byte of its answer
   */
  public HttpTransport(KubernetesClient client, Duration timeout) {
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("timeout must be positive, was: " + timeout);
    }
    this.http = client.getHttpClient();
    this.server = client.getMasterUrl().toString().replaceAll("/+$", "");
    this.timeout = timeout;
  }

  @Override
  public WriteResult send(Write write) {
    CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request(write), byte[].class);
    try {
      return classify(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      answer.cancel(true);
      return new Unknown("no answer within " + timeout.toMillis() + " ms");
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return new Unknown("interrupted while waiting for the answer");
    } catch (ExecutionException e) {
      return failure(e.getCause() == null ? e : e.getCause());
    }
  }

  private HttpRequest request(Write write) {
    HttpRequest.Builder builder =
        http.newHttpRequestBuilder()
            .uri(server + write.path())
            .header("Accept", METADATA)
            .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    String type = write.contentType() == null ? "application/json" : write.contentType();
    byte[] body = write.body() == null ? new byte[0] : write.body();
    // only post() takes bytes; the others' bodies are short
    return switch (write.method()) {
      case POST -> builder.post(type, body).build();
      case PUT, PATCH, DELETE ->
          builder
              .method(write.method().name(), type, new String(body, StandardCharsets.UTF_8))
              .build();
    };
  }

  private static WriteResult classify(HttpResponse<byte[]> response) {
    int code = response.code();
    if (HttpResponse.isSuccessful(code)) {
      Answer answer = AnswerReader.object(response.body());
      return new Done(code, answer.uid(), answer.resourceVersion());
    }
    Answer answer = AnswerReader.status(response.body());
    String reason = answer.reason() == null ? "" : answer.reason();
    String message = answer.message() == null ? response.message() : answer.message();
    if (code == 429) {
      throw new Throttled(retryAfter(response, answer), new Refused(code, reason, message));
    }
    // 408 and 504 are the server's own time-outs; behind any other 5xx etcd may have committed
    if (code == 408 || (code >= 500 && !refusedBeforeStorage(code, message))) {
      return new Unknown((code + " " + reason).trim() + ": " + message);
    }
    return new Refused(code, reason, message);
  }

  /**
   * Admission comes before storage, and an unreachable webhook is the usual cause of a 500; so does
   * etcd's look at the size.
   */
  private static boolean refusedBeforeStorage(int code, String message) {
    return code == 500
        && (message.contains("failed calling webhook")
            || message.contains("request is too large")
            || message.contains("message larger than max"));
  }

  private static Duration retryAfter(HttpResponse<byte[]> response, Answer answer) {
    String header = response.header("Retry-After");
    if (header != null && header.matches("\\d{1,6}")) {
      return Duration.ofSeconds(Long.parseLong(header));
    }
    return answer.retryAfter() == null ? Duration.ZERO : answer.retryAfter();
  }

  private static WriteResult failure(Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof ConnectException
          || t instanceof UnknownHostException
          || t instanceof SSLHandshakeException) {
        return new NotSent("no connection: " + t.getMessage());
      }
    }
    return new Unknown(cause.getClass().getSimpleName() + ": " + cause.getMessage());
  }
}
