package platform.tkex.simulation.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import platform.tkex.common.read.Selection;
import platform.tkex.simulation.api.LabelSelector;

/** What a list or a watch of a part of the objects shows. */
final class Selected {

  private final Selection selection;
  private final LabelSelector labels;

  Selected(Selection selection) {
    this.selection = selection;
    this.labels = LabelSelector.parse(selection.labels());
  }

  boolean matches(ObjectNode object) {
    return labels.matches(object.path("metadata").path("labels"));
  }

  JsonNode shown(ObjectNode object) {
    return selection.metadataOnly() ? metadata(object) : object;
  }

  /** What the server shows of an object to whom asks for metadata alone. */
  static JsonNode metadata(JsonNode object) {
    return ((ObjectNode) object.deepCopy()).retain("apiVersion", "kind", "metadata");
  }
}
