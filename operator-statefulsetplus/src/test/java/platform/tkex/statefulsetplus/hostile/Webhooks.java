package platform.tkex.statefulsetplus.hostile;

/** Webhook configurations for the pods of one namespace. */
final class Webhooks {
  private Webhooks() {}

  /**
   * A webhook that must be asked; only about pods with the label {@code app}, so that the test's
   * own record of pods is not disturbed.
   *
   * @param kind {@code Validating} or {@code Mutating}
   */
  static String configuration(String kind, String namespace, String clientConfig) {
    return """
    apiVersion: admissionregistration.k8s.io/v1
    kind: %1$sWebhookConfiguration
    metadata: {name: "%2$s"}
    webhooks:
      - name: pods.test.tkex
        clientConfig: %3$s
        rules:
          - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
        namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: "%2$s"}}
        objectSelector: {matchExpressions: [{key: app, operator: Exists}]}
        failurePolicy: Fail
        sideEffects: None
        timeoutSeconds: 5
        admissionReviewVersions: [v1]
    """
        .formatted(kind, namespace, clientConfig);
  }
}
