package platform.tkex.common.process;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import platform.tkex.common.client.Clients;
import platform.tkex.common.events.EventRecorder;
import platform.tkex.common.leader.Fence;
import platform.tkex.common.time.Ticker;
import platform.tkex.common.write.ApiWriter;

/**
 * What a process gives its controller. All of it is closed by the process, after the controller.
 *
 * @param clients for reading, and for writes that the writer does not do
 * @param writer already asks the fence
 * @param clock wall clock, for times shown to people and written to objects
 * @param ticker monotonic, for everything measured
 * @param fence for writes that do not go through the writer
 */
public record ControllerContext(
    Clients clients,
    ApiWriter writer,
    EventRecorder events,
    MeterRegistry registry,
    Clock clock,
    Ticker ticker,
    Fence fence,
    CommonOptions options) {}
