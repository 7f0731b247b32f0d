package platform.tkex.testkit.operator;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import platform.tkex.testkit.KubernetesCluster;

/**
 * Runs the StatefulSetPlus operator while the test class runs; one process serves all classes of a
 * test JVM.
 *
 * <p>Methods may take the {@link OperatorProcess}. A test that stops or kills it must start it
 * again and must not run beside others (JUnit's {@code @ResourceLock("operator")}).
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@KubernetesCluster
@ExtendWith(OperatorExtension.class)
public @interface WithOperator {}
