package platform.tkex.demo;

import io.fabric8.kubernetes.client.Config;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Reads a kubeconfig that holds its certificates and keys itself. */
final class Connection {
  private static final String HEADER = "-----BEGIN PRIVATE KEY-----";
  private static final String FOOTER = "-----END PRIVATE KEY-----";

  private Connection() {}

  /** fabric8 takes every PKCS#8 key for an RSA one, so an elliptic curve key is named here. */
  static Config of(File kubeconfig) {
    Config config = Config.fromKubeconfig(kubeconfig);
    String data = config.getClientKeyData();
    if (data != null && isEllipticCurve(text(data))) {
      config.setClientKeyAlgo("EC");
    }
    return config;
  }

  private static String text(String base64) {
    return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.US_ASCII);
  }

  static boolean isEllipticCurve(String pem) {
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
