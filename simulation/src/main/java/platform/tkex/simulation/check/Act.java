package platform.tkex.simulation.check;

import platform.tkex.simulation.api.Request;

/**
 * A write of an operator and what its sender could know.
 *
 * @param workloads version up to which its pass had seen workloads when it began
 * @param pods version up to which its pass had seen pods when it began
 */
public record Act(String sender, Request request, long workloads, long pods) {}
