package platform.tkex.common.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A key and its self-signed certificate for localhost, made by the JDK's keytool; as authority, as
 * server and as client.
 *
 * @param store a PKCS#12 file
 * @param certificate in PEM form
 * @param key in PEM form, PKCS#8
 */
record TestCertificate(Path store, String certificate, String key) {

  static final String PASSWORD = "changeit";

  /**
   * @param folder where it is made once for each algorithm
   * @param algorithm {@code EC} or {@code RSA}
   */
  static TestCertificate make(Path folder, String algorithm) {
    Path file = folder.resolve(algorithm + ".p12");
    try {
      if (!Files.exists(file)) {
        run(command(file, algorithm));
      }
      KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
      return new TestCertificate(
          file,
          pem("CERTIFICATE", store.getCertificate("x").getEncoded()),
          pem("PRIVATE KEY", store.getKey("x", PASSWORD.toCharArray()).getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(output);
    }
  }

  /** A kubeconfig with everything in it. */
  Path kubeconfig(Path folder, String server, String keyPem) {
    return write(
        folder.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: c
        contexts: [{name: c, context: {cluster: k, user: u}}]
        clusters: [{name: k, cluster: {server: "%s", certificate-authority-data: %s}}]
        users: [{name: u, user: {client-certificate-data: %s, client-key-data: %s}}]
        """
            .formatted(server, base64(certificate), base64(certificate), base64(keyPem)));
  }

  static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(Path file, String algorithm) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair",
        "-alias",
        "x",
        "-keyalg",
        algorithm,
        "-dname",
        "CN=admin",
        "-ext",
        "SAN=dns:localhost",
        "-validity",
        "2",
        "-storetype",
        "PKCS12",
        "-keystore",
        file.toString(),
        "-storepass",
        PASSWORD);
  }

  private static String pem(String what, byte[] der) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + what
        + "-----\n";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
