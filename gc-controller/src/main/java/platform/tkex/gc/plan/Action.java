package platform.tkex.gc.plan;

import platform.tkex.gc.model.Leftover.Preload;
import platform.tkex.gc.model.Leftover.Slot;
import platform.tkex.gc.model.Version;

/** One deletion. */
public sealed interface Action {

  /** Beyond what is kept, and nothing refers to it. */
  record DeleteVersion(Version version) implements Action {}

  /** Its workload is gone, and nothing refers to it. */
  record DeleteSlot(Slot slot) implements Action {}

  /**
   * Its workload is gone, or it is of no use any more.
   *
   * @param orphaned its workload is gone
   */
  record DeletePreload(Preload pod, boolean orphaned) implements Action {}
}
