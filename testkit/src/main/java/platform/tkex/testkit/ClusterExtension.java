package platform.tkex.testkit;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves what {@link KubernetesCluster} promises; namespaces end with the test that asked for
 * them.
 */
public final class ClusterExtension
    implements BeforeAllCallback, AfterEachCallback, ParameterResolver {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterExtension.class);
  private static final Namespace STORE = Namespace.create(ClusterExtension.class);
  private static final Set<Class<?>> PARAMETERS =
      Set.of(KubernetesClient.class, TestNamespace.class, Cluster.class);

  /** The connection of this test JVM, made on first use and closed after the last test. */
  public static Cluster cluster(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(STORE)
        .getOrComputeIfAbsent(Cluster.class, key -> Cluster.connect(), Cluster.class);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    cluster(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return PARAMETERS.contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Cluster cluster = cluster(context);
    Map<Class<?>, Object> fixed =
        Map.of(Cluster.class, cluster, KubernetesClient.class, cluster.client());
    Object found = fixed.get(parameter.getParameter().getType());
    return found != null ? found : namespace(context);
  }

  /** The dump comes first: the store removes the namespace after this callback. */
  @Override
  public void afterEach(ExtensionContext context) {
    TestNamespace namespace = context.getStore(STORE).get(TestNamespace.class, TestNamespace.class);
    if (namespace != null && context.getExecutionException().isPresent()) {
      LOG.error(
          "{} failed:\n{}",
          context.getUniqueId(),
          ClusterDump.of(namespace.client(), namespace.name()));
    }
  }

  private static TestNamespace namespace(ExtensionContext context) {
    return context
        .getStore(STORE)
        .getOrComputeIfAbsent(
            TestNamespace.class,
            key -> TestNamespace.create(cluster(context).client(), prefix(context)),
            TestNamespace.class);
  }

  /** Readable in kubectl: the test method's words, else the class's. */
  private static String prefix(ExtensionContext context) {
    String name =
        context
            .getTestMethod()
            .map(method -> method.getName())
            .orElseGet(() -> context.getRequiredTestClass().getSimpleName());
    String dashed = name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    String clean = dashed.replaceAll("[^a-z0-9]+", "-");
    return clean.substring(0, Math.min(clean.length(), 40)).replaceAll("-+$", "");
  }
}
