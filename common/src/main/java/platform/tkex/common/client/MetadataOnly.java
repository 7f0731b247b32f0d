package platform.tkex.common.client;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;

/** Asks the API server for metadata instead of whole objects. */
final class MetadataOnly implements Interceptor {

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    String query = request.uri().getQuery();
    boolean watch = query != null && query.contains("watch=true");
    // of what a list is made it says itself; a watch sends one object after the other
    String kind = watch ? "PartialObjectMetadata" : "PartialObjectMetadataList";
    builder.setHeader("Accept", "application/json;as=" + kind + ";g=meta.k8s.io;v=v1");
  }
}
