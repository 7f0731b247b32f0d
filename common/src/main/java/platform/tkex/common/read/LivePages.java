package platform.tkex.common.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads collections page by page while their bytes arrive: neither a page nor an object is ever in
 * memory as a whole.
 *
 * <p>No request carries a resourceVersion, so the first page is as of a moment after it was asked
 * for, and the server's continue token keeps the others at that moment. When the token expires the
 * list begins anew; the server's offer to go on with objects of another moment is not taken.
 */
final class LivePages {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int LIMIT = 500;
  private static final int TRIES = 3;
  private static final int LONGEST_MESSAGE = 2_000;

  /** Longer than all tries of the client. */
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private final HttpClient http;
  private final String server;

  LivePages(KubernetesClient client) {
    this.http = client.getHttpClient();
    this.server = client.getMasterUrl().toString().replaceAll("/+$", "");
  }

  /**
   * What the reader takes of each object.
   *
   * @throws ReadFailedException when the end was not reached
   */
  <T> List<T> read(Listing listing, ItemReader<T> items) {
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      List<T> found = new ArrayList<>();
      String next = "";
      do {
        next = page(listing, next, items, found);
      } while (next != null && !next.isEmpty());
      if (next != null) {
        return found;
      }
    }
    throw new ReadFailedException(
        "the list of " + listing.path() + " expired again and again", null);
  }

  /** The token of the next page; empty after the last one, null when this one has expired. */
  private <T> @Nullable String page(
      Listing listing, String token, ItemReader<T> items, List<T> found) {
    HttpResponse<InputStream> answer = send(listing, token);
    try (InputStream body = answer.body()) {
      if (answer.code() == HttpURLConnection.HTTP_GONE && !token.isEmpty()) {
        return null;
      }
      if (!answer.isSuccessful()) {
        String said = new String(body.readNBytes(LONGEST_MESSAGE), StandardCharsets.UTF_8);
        throw new ReadFailedException(
            "GET " + listing.path() + ": " + answer.code() + " " + said, null);
      }
      return readPage(body, items, found);
    } catch (IOException e) {
      throw new ReadFailedException("GET " + listing.path() + ": " + e.getMessage(), e);
    }
  }

  private HttpResponse<InputStream> send(Listing listing, String token) {
    String list = listing.metadataOnly() ? ";as=PartialObjectMetadataList;g=meta.k8s.io;v=v1" : "";
    HttpRequest request =
        http.newHttpRequestBuilder()
            .uri(server + listing.query(LIMIT, token))
            .header("Accept", "application/json" + list)
            .build();
    CompletableFuture<HttpResponse<InputStream>> answer =
        http.sendAsync(request, InputStream.class);
    try {
      return answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new ReadFailedException("GET " + listing.path() + ": interrupted", e);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new ReadFailedException("GET " + listing.path() + ": no answer", e);
    } catch (ExecutionException e) {
      throw new ReadFailedException("GET " + listing.path() + ": " + e.getCause(), e);
    }
  }

  private static <T> String readPage(InputStream body, ItemReader<T> items, List<T> found)
      throws IOException {
    String next = "";
    boolean listed = false;
    try (JsonParser parser = JSON.createParser(body)) {
      parser.nextToken();
      for (String field; (field = parser.nextFieldName()) != null; ) {
        JsonToken value = parser.nextToken();
        listed |= field.equals("items");
        if (field.equals("metadata") && value == JsonToken.START_OBJECT) {
          next = readContinue(parser);
        } else if (field.equals("items") && value == JsonToken.START_ARRAY) {
          readItems(parser, items, found);
        } else {
          parser.skipChildren();
        }
      }
    }
    if (!listed) {
      // whatever it was, it did not say that there is nothing
      throw new IOException("the answer is no list");
    }
    return next;
  }

  private static String readContinue(JsonParser parser) throws IOException {
    String next = "";
    for (String field; (field = parser.nextFieldName()) != null; ) {
      JsonToken value = parser.nextToken();
      if (field.equals("continue") && value == JsonToken.VALUE_STRING) {
        next = parser.getText();
      } else {
        parser.skipChildren();
      }
    }
    return next;
  }

  private static <T> void readItems(JsonParser parser, ItemReader<T> items, List<T> found)
      throws IOException {
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      T wanted = items.read(parser);
      if (wanted != null) {
        found.add(wanted);
      }
    }
    if (parser.currentToken() != JsonToken.END_ARRAY) {
      throw new IOException("among the items is what is no object");
    }
  }
}
