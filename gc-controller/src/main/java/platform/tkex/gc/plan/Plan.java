package platform.tkex.gc.plan;

import java.util.List;

/**
 * What is to be done now.
 *
 * @param more something is left for the next pass, which may follow at once
 */
public record Plan(List<Action> actions, boolean more) {

  public static final Plan NOTHING = new Plan(List.of(), false);
}
