package platform.tkex.statefulsetplus.faults;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import platform.tkex.testkit.KubernetesCluster;

/** Marks the classes that the build runs in a JVM of their own. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@KubernetesCluster
@Tag("faults")
@interface FaultTest {}
