package platform.tkex.common.process;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.Executor;
import platform.tkex.common.events.EventRecorder;
import platform.tkex.common.read.ApiReader;
import platform.tkex.common.time.Ticker;
import platform.tkex.common.time.Timers;
import platform.tkex.common.write.ApiWriter;

/**
 * What a process gives its controller. All of it is closed by the process, after the controller.
 *
 * @param reader all that it reads
 * @param writer already asks the fence
 * @param clock wall clock, for times shown to people and written to objects
 * @param ticker monotonic, for everything measured
 * @param timers for everything that waits
 * @param threads a thread for each task, which may block
 */
public record ControllerContext(
    ApiReader reader,
    ApiWriter writer,
    EventRecorder events,
    MeterRegistry registry,
    Clock clock,
    Ticker ticker,
    Timers timers,
    Executor threads,
    CommonOptions options) {}
