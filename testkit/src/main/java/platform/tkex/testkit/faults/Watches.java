package platform.tkex.testkit.faults;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The watches that go through a proxy, by the plural of their kind; any kind may be cut or held.
 */
public final class Watches {

  private final List<Open> open = new CopyOnWriteArrayList<>();
  private final Set<String> held = new HashSet<>();

  Watches() {}

  /**
   * One watch.
   *
   * @param news from the API server
   * @param close ends both of its sides
   */
  private record Open(String kind, ReadStream<Buffer> news, Runnable close) {}

  /**
   * Ends the watches of a kind; the watcher may come again at once.
   *
   * @return how many there were
   */
  public int cut(String kind) {
    List<Open> ending = open.stream().filter(watch -> watch.kind.equals(kind)).toList();
    ending.forEach(watch -> watch.close.run());
    return ending.size();
  }

  /**
   * Holds back everything that watches of the kind have to tell, also those that are yet to come;
   * lists are answered.
   */
  public synchronized void hold(String kind) {
    held.add(kind);
    open.stream().filter(watch -> watch.kind.equals(kind)).forEach(watch -> watch.news.pause());
  }

  /** Lets go on what was held, with all that has come meanwhile. */
  public synchronized void letGo(String kind) {
    held.remove(kind);
    open.stream().filter(watch -> watch.kind.equals(kind)).forEach(watch -> watch.news.resume());
  }

  /** Gives back what removes it again. */
  synchronized Runnable add(String kind, ReadStream<Buffer> news, Runnable close) {
    Open watch = new Open(kind, news, close);
    open.add(watch);
    if (held.contains(kind)) {
      news.pause();
    } else {
      news.resume();
    }
    return () -> open.remove(watch);
  }
}
