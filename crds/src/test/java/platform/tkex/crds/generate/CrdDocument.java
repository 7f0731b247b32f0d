package platform.tkex.crds.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The CustomResourceDefinition of one kind: what the generator makes of the types, then what only
 * an overlay can say.
 */
final class CrdDocument {
  static final ObjectMapper YAML =
      new ObjectMapper(
          new YAMLFactory()
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER));

  private final ObjectNode root;

  private CrdDocument(ObjectNode root) {
    this.root = root;
  }

  /** Generates the CRD of a type and applies {@code overlays/<plural>.yaml} to it. */
  static CrdDocument of(Class<? extends HasMetadata> type) {
    try {
      ObjectNode root = (ObjectNode) YAML.readTree(generate(type));
      String plural = root.at("/spec/names/plural").asText();
      try (InputStream overlay =
          CrdDocument.class.getResourceAsStream("/overlays/" + plural + ".yaml")) {
        JsonNode patch = YAML.readTree(Objects.requireNonNull(overlay, plural));
        JsonNode version = root.at("/spec/versions/0");
        Overlay.apply(root, patch.path("definition"));
        Overlay.apply((ObjectNode) version, patch.path("version"));
        Overlay.apply((ObjectNode) version.at("/schema/openAPIV3Schema"), patch.path("schema"));
      }
      return new CrdDocument(SchemaCleanup.apply(root));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String generate(Class<? extends HasMetadata> type) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CapturedOutput output = new CapturedOutput(out)) {
      new CRDGenerator()
          .customResourceClasses(type)
          .forCRDVersions("v1")
          .withOutput(output)
          .generate();
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  String name() {
    return root.at("/metadata/name").asText();
  }

  /** The structural schema of the only version. */
  JsonNode schema() {
    return root.at("/spec/versions/0/schema/openAPIV3Schema");
  }

  /** The committed file's content. */
  String yaml() {
    try {
      return """
      # Generated from the types in the module crds by `make crds`; do not edit.
      """
          + YAML.writeValueAsString(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record CapturedOutput(ByteArrayOutputStream out)
      implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {
    @Override
    public ByteArrayOutputStream outputFor(String crdName) {
      return out;
    }

    @Override
    public void close() {}
  }
}
