package platform.tkex.simulation.api;

/** 410: the log no longer goes back so far; a client has to list again. */
public final class GoneException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  GoneException(long version, long oldest) {
    super("too old resource version: " + version + " (" + oldest + ")", null, false, false);
  }
}
