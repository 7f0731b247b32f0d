package platform.tkex.common.client;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where the API server is and who this process is there. */
final class Kubeconfigs {

  private static final String HEADER = "-----BEGIN PRIVATE KEY-----";
  private static final String FOOTER = "-----END PRIVATE KEY-----";

  private Kubeconfigs() {}

  /**
   * From a file; without one the pod's ServiceAccount, else {@code KUBECONFIG} or the user's own.
   *
   * <p>fabric8 takes every PKCS#8 key for an RSA one, so the algorithm of others is named here.
   */
  static Config load(@Nullable Path kubeconfig) {
    Config config =
        kubeconfig == null
            ? Config.autoConfigure(null)
            : Config.fromKubeconfig(kubeconfig.toFile());
    String key = clientKey(config);
    if (key != null && isEllipticCurve(key)) {
      config.setClientKeyAlgo("EC");
    }
    return config;
  }

  private static @Nullable String clientKey(Config config) {
    if (config.getClientKeyData() != null) {
      return new String(
          Base64.getMimeDecoder().decode(config.getClientKeyData()), StandardCharsets.US_ASCII);
    }
    if (config.getClientKeyFile() == null) {
      return null;
    }
    try {
      return Files.readString(Path.of(config.getClientKeyFile()));
    } catch (IOException e) {
      return null; // fabric8 explains it when it reads the file
    }
  }

  private static boolean isEllipticCurve(String pem) {
    if (!pem.strip().startsWith(HEADER)) {
      return false;
    }
    String body = pem.strip().replace(HEADER, "").replace(FOOTER, "");
    try {
      byte[] der = Base64.getMimeDecoder().decode(body);
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)) != null;
    } catch (GeneralSecurityException otherKind) {
      return false;
    }
  }
}
