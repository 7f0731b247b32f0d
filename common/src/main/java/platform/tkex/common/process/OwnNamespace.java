package platform.tkex.common.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The namespace that this process runs in. */
final class OwnNamespace {

  static final String FALLBACK = "tkex-system";

  private static final Path MOUNTED =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

  private OwnNamespace() {}

  static String find() {
    return find(MOUNTED);
  }

  static String find(Path mounted) {
    try {
      String found = Files.readString(mounted).strip();
      return found.isEmpty() ? FALLBACK : found;
    } catch (IOException e) {
      return FALLBACK; // not in a pod
    }
  }
}
