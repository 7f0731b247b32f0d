package platform.tkex.simulation.check;

import platform.tkex.simulation.api.Request;

/**
 * A write of an operator and what its sender could know.
 *
 * @param workloads version up to which its pass had seen workloads when it began
 * @param pods version up to which its pass had seen pods when it began
 * @param again whether its sender knew that it had done this already
 */
public record Act(String sender, Request request, long workloads, long pods, boolean again) {}
