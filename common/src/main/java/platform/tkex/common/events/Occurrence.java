package platform.tkex.common.events;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Something that happened once, before it is counted.
 *
 * @param note at most 1,024 bytes of UTF-8
 */
record Occurrence(
    ObjectReference regarding,
    EventType type,
    String reason,
    String action,
    String note,
    Instant at) {

  private static final int MAX_NOTE_BYTES = 1024;
  private static final int MAX_WORD = 128;
  private static final int MAX_NAME = 253;

  static Occurrence of(
      HasMetadata object,
      EventType type,
      EventReason reason,
      String action,
      String note,
      Instant at) {
    ObjectMeta meta = object.getMetadata();
    // kubectl describe looks for name, namespace and UID
    ObjectReference regarding =
        new ObjectReferenceBuilder()
            .withApiVersion(object.getApiVersion())
            .withKind(object.getKind())
            .withNamespace(meta.getNamespace())
            .withName(meta.getName())
            .withUid(Objects.requireNonNull(meta.getUid(), "metadata.uid"))
            .withResourceVersion(meta.getResourceVersion())
            .build();
    return new Occurrence(regarding, type, word(reason.reason()), word(action), cut(note), at);
  }

  /** Events of cluster-scoped objects go to "default", where kubectl looks for them. */
  String namespace() {
    String namespace = regarding.getNamespace();
    return namespace == null || namespace.isEmpty() ? "default" : namespace;
  }

  /**
   * The Event's name: equal for what is to be counted as one, in each process and after a restart.
   */
  String eventName() {
    String hash = hash();
    String name = regarding.getName();
    int room = MAX_NAME - hash.length() - 1;
    String start = name.length() <= room ? name : name.substring(0, room).replaceAll("[.-]+$", "");
    return start + "." + hash;
  }

  private String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : new String[] {regarding.getUid(), type.text(), reason, action, note}) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String word(String text) {
    return text.length() <= MAX_WORD ? text : text.substring(0, MAX_WORD);
  }

  /** Cuts between characters: half a one would not be valid UTF-8. */
  private static String cut(String note) {
    byte[] bytes = note.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= MAX_NOTE_BYTES) {
      return note;
    }
    int end = MAX_NOTE_BYTES - 3;
    while ((bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8) + "...";
  }
}
