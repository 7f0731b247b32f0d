package platform.tkex.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a real control plane.
 *
 * <p>Test and life cycle methods may take a {@code KubernetesClient} (cluster admin), a {@link
 * TestNamespace} (one per test method; per class when asked for in {@code @BeforeAll}) and the
 * {@link Cluster}. When a test fails, what its namespace holds is printed.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ClusterExtension.class)
public @interface KubernetesCluster {}
