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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the API server is and who this process is there. */
final class Kubeconfigs {

  /** The key of a PEM file, with or without something before it (parameters, attributes). */
  private static final Pattern PRIVATE_KEY =
      Pattern.compile(
          "-----BEGIN ((?:[A-Z]+ )?)PRIVATE KEY-----(.*?)-----END \\1PRIVATE KEY-----",
          Pattern.DOTALL);

  private Kubeconfigs() {}

  /**
   * From a file; without one {@code KUBECONFIG} or the user's own, else the pod's ServiceAccount.
   *
   * @throws BadKubeconfigException when it names no API server
   */
  static Config load(@Nullable Path kubeconfig) {
    Config config = kubeconfig == null ? Config.autoConfigure(null) : parse(kubeconfig);
    // what fabric8 falls back to, silently
    if (config.getMasterUrl().startsWith(Config.DEFAULT_MASTER_URL)) {
      throw new BadKubeconfigException(missing(kubeconfig, config), null);
    }
    normalizeKey(config);
    return config;
  }

  private static Config parse(Path kubeconfig) {
    if (!Files.isReadable(kubeconfig)) {
      String what = Files.exists(kubeconfig) ? "cannot be read" : "does not exist";
      throw new BadKubeconfigException("kubeconfig " + kubeconfig + " " + what, null);
    }
    try {
      return Config.fromKubeconfig(kubeconfig.toFile());
    } catch (RuntimeException e) { // an empty file is a NullPointerException
      String why = e.getMessage() == null ? "" : ": " + e.getMessage().replaceAll("\\s+", " ");
      throw new BadKubeconfigException("kubeconfig " + kubeconfig + " cannot be parsed" + why, e);
    }
  }

  private static String missing(@Nullable Path kubeconfig, Config config) {
    if (kubeconfig == null) {
      return "no API server is known: this is no pod, and neither --kubeconfig nor KUBECONFIG nor"
          + " ~/.kube/config names one";
    }
    return "kubeconfig "
        + kubeconfig
        + (config.getCurrentContext() == null
            ? " has no current-context that is among its contexts"
            : " has no cluster for its context " + config.getCurrentContext().getName());
  }

  /**
   * fabric8 takes every PKCS#8 key for an RSA one, and the first section of a PEM file for the key;
   * OpenSSL writes EC keys in both ways that this breaks.
   */
  private static void normalizeKey(Config config) {
    String pem = clientKey(config);
    Matcher key = PRIVATE_KEY.matcher(pem == null ? "" : pem);
    if (!key.find()) {
      return; // fabric8 says what is wrong with it
    }
    if (key.group(1).isEmpty() && isEllipticCurve(key.group(2))) {
      config.setClientKeyAlgo("EC");
    }
    config.setClientKeyData(
        Base64.getEncoder().encodeToString(key.group().getBytes(StandardCharsets.US_ASCII)));
  }

  private static @Nullable String clientKey(Config config) {
    try {
      if (config.getClientKeyData() != null) {
        byte[] pem = Base64.getMimeDecoder().decode(config.getClientKeyData());
        return new String(pem, StandardCharsets.US_ASCII);
      }
      return config.getClientKeyFile() == null
          ? null
          : Files.readString(Path.of(config.getClientKeyFile()));
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean isEllipticCurve(String pkcs8) {
    try {
      byte[] der = Base64.getMimeDecoder().decode(pkcs8);
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)) != null;
    } catch (GeneralSecurityException | IllegalArgumentException otherKind) {
      return false;
    }
  }
}
