package platform.tkex.common.logging;

/** How log lines look. */
public enum LogFormat {
  /** JSON in a cluster, text elsewhere. */
  AUTO,
  /** One JSON object per line. */
  JSON,
  /** For people. */
  TEXT
}
