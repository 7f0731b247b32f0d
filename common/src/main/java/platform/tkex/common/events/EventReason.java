package platform.tkex.common.events;

/**
 * Why something happened, in one CamelCase word. Each controller implements it with a documented
 * enum: reasons are an API for people and alerts.
 */
@FunctionalInterface
public interface EventReason {

  /** 1 to 128 characters, for example {@code BatchCompleted}. */
  String reason();
}
