package platform.tkex.common.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Configures Logback from flags; until then {@code logback.xml} applies.
 *
 * <p>All lines go to standard output: it is where a cluster collects them, and a controller has no
 * other output.
 */
public final class Logging {

  private static final String PATTERN =
      "%d{HH:mm:ss.SSS} %-5level %-24.24logger{0} %msg%replace( %kvp{DOUBLE}){'^ $', ''}%n%ex";

  /** Set by Kubernetes in every container. */
  private static final String IN_CLUSTER = "KUBERNETES_SERVICE_HOST";

  private Logging() {}

  /**
   * Replaces the configuration for the whole process.
   *
   * @param level of everything but the HTTP client's libraries, which get no finer than INFO: their
   *     debug lines print whole requests
   */
  public static void configure(LogFormat format, org.slf4j.event.Level level) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    Encoder<ILoggingEvent> encoder =
        json(format, System.getenv()) ? jsonEncoder(context) : textEncoder(context);
    encoder.start();
    ConsoleAppender<ILoggingEvent> out = new ConsoleAppender<>();
    out.setContext(context);
    out.setName("stdout");
    out.setEncoder(encoder);
    out.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.convertAnSLF4JLevel(level));
    root.addAppender(out);
    cap(context, root.getLevel(), "io.vertx");
    cap(context, root.getLevel(), "io.netty");
  }

  static boolean json(LogFormat format, Map<String, String> environment) {
    return switch (format) {
      case JSON -> true;
      case TEXT -> false;
      case AUTO -> environment.containsKey(IN_CLUSTER);
    };
  }

  private static void cap(LoggerContext context, Level wanted, String logger) {
    context.getLogger(logger).setLevel(wanted.isGreaterOrEqual(Level.INFO) ? wanted : Level.INFO);
  }

  private static Encoder<ILoggingEvent> jsonEncoder(LoggerContext context) {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.setWithContext(false);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithArguments(false);
    encoder.setWithMessage(false);
    encoder.setWithFormattedMessage(true);
    return encoder;
  }

  private static Encoder<ILoggingEvent> textEncoder(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    return encoder;
  }
}
