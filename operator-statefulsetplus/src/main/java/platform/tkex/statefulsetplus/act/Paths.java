package platform.tkex.statefulsetplus.act;

/** Request paths of what this controller writes. */
final class Paths {
  private Paths() {}

  static String pods(String namespace) {
    return "/api/v1/namespaces/" + namespace + "/pods";
  }

  static String pod(String namespace, String name) {
    return pods(namespace) + "/" + name;
  }

  static String resize(String namespace, String name) {
    return pod(namespace, name) + "/resize";
  }

  static String podStatus(String namespace, String name) {
    return pod(namespace, name) + "/status";
  }

  static String claims(String namespace) {
    return "/api/v1/namespaces/" + namespace + "/persistentvolumeclaims";
  }

  static String claim(String namespace, String name) {
    return claims(namespace) + "/" + name;
  }

  static String revisions(String namespace) {
    return "/apis/apps/v1/namespaces/" + namespace + "/controllerrevisions";
  }

  static String revision(String namespace, String name) {
    return revisions(namespace) + "/" + name;
  }

  static String status(String namespace, String name) {
    return "/apis/platform.tkex/v1/namespaces/"
        + namespace
        + "/statefulsetpluses/"
        + name
        + "/status";
  }

  /** A pod is only tried out: nothing is stored, unknown fields are refused by name. */
  static String tryPod(String namespace) {
    return pods(namespace) + "?dryRun=All&fieldValidation=Strict";
  }
}
