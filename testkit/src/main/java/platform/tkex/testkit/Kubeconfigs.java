package platform.tkex.testkit;

import io.fabric8.kubernetes.client.Config;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Reads kubeconfigs of administrators. */
final class Kubeconfigs {

  private static final String HEADER = "-----BEGIN PRIVATE KEY-----";
  private static final String FOOTER = "-----END PRIVATE KEY-----";

  private Kubeconfigs() {}

  /**
   * Reads one, and names the algorithm of its client key: the client takes every PKCS#8 key for
   * RSA, devcluster's are elliptic curve.
   */
  static Config load(Path kubeconfig) {
    Config config = Config.fromKubeconfig(kubeconfig.toFile());
    if (config.getClientKeyData() != null && isEllipticCurve(config.getClientKeyData())) {
      config.setClientKeyAlgo("EC");
    }
    return config;
  }

  private static boolean isEllipticCurve(String keyData) {
    String pem = new String(Base64.getDecoder().decode(keyData), StandardCharsets.US_ASCII);
    if (!pem.startsWith(HEADER)) {
      return false;
    }
    String body = pem.replace(HEADER, "").replace(FOOTER, "");
    try {
      KeyFactory.getInstance("EC")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body)));
      return true;
    } catch (GeneralSecurityException otherKind) {
      return false;
    }
  }
}
