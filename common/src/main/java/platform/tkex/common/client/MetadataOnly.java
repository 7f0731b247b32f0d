package platform.tkex.common.client;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;

/** Asks the API server for metadata instead of whole objects. */
final class MetadataOnly implements Interceptor {

  /**
   * Reads what is answered: a list without objects has {@code "items": null} then, which fabric8's
   * informer cannot take.
   */
  static KubernetesSerialization serialization() {
    ObjectMapper mapper = new ObjectMapper();
    mapper.configOverride(List.class).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
    return new KubernetesSerialization(mapper, true);
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    String query = request.uri().getQuery();
    boolean watch = query != null && query.contains("watch=true");
    // of what a list is made it says itself; a watch sends one object after the other
    String kind = watch ? "PartialObjectMetadata" : "PartialObjectMetadataList";
    builder.setHeader("Accept", "application/json;as=" + kind + ";g=meta.k8s.io;v=v1");
  }
}
