package platform.tkex.common.read;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes of each object of a list what is wanted of it. */
@FunctionalInterface
public interface ItemReader<T> {

  /**
   * Reads one object.
   *
   * @param parser at the object's first token; left at its last one
   * @return null when nothing of the object is wanted
   */
  @Nullable T read(JsonParser parser) throws IOException;
}
