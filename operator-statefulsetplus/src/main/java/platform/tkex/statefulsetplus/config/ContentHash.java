package platform.tkex.statefulsetplus.config;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Names the content of a ConfigMap: equal files give equal hashes, whoever computes them.
 *
 * <p>SHA-256 over the keys in the order of their bytes, each followed by its value, both preceded
 * by their length as 8 bytes, the highest first; of that the first {@value #LENGTH} hexadecimal
 * digits. Whether a value came as data or as binaryData makes no difference.
 */
public final class ContentHash {
  static final int LENGTH = 10;

  private ContentHash() {}

  /** The hash of the ConfigMap's data and binaryData. */
  public static String of(ConfigMap configMap) {
    Map<String, byte[]> files = new HashMap<>();
    orEmpty(configMap.getData())
        .forEach((key, text) -> files.put(key, text.getBytes(StandardCharsets.UTF_8)));
    orEmpty(configMap.getBinaryData())
        .forEach((key, base64) -> files.put(key, Base64.getDecoder().decode(base64)));
    return of(files);
  }

  /** The hash of files by name; names are ASCII, as the API has it. */
  static String of(Map<String, byte[]> files) {
    MessageDigest digest = sha256();
    new TreeMap<>(files)
        .forEach((key, value) -> {
          add(digest, key.getBytes(StandardCharsets.UTF_8));
          add(digest, value);
        });
    return HexFormat.of().formatHex(digest.digest()).substring(0, LENGTH);
  }

  private static void add(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(bytes.length).array());
    digest.update(bytes);
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
