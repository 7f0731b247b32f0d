package platform.tkex.testkit;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import platform.tkex.crds.statefulsetplus.BatchDeployConfig;
import platform.tkex.crds.statefulsetplus.PodManagementPolicy;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusSpec;

/** Builds a StatefulSetPlus for a test; {@link Workloads#statefulSetPlus} has the defaults. */
public final class StatefulSetPlusBuilder {

  private final String name;
  private final StatefulSetPlusSpec spec = new StatefulSetPlusSpec();
  private final ObjectMetaBuilder metadata = new ObjectMetaBuilder();
  private PodTemplateSpec template;

  StatefulSetPlusBuilder(String name) {
    this.name = name;
    this.template = Workloads.template(name, "app:v1");
    metadata.withName(name);
    spec.setReplicas(3);
    spec.setServiceName(name);
    spec.setSelector(new LabelSelectorBuilder().addToMatchLabels("app", name).build());
  }

  public StatefulSetPlusBuilder namespace(String namespace) {
    metadata.withNamespace(namespace);
    return this;
  }

  public StatefulSetPlusBuilder replicas(int replicas) {
    spec.setReplicas(replicas);
    return this;
  }

  /** The image of the one container. */
  public StatefulSetPlusBuilder image(String image) {
    return template(
        t -> t.editSpec().editFirstContainer().withImage(image).endContainer().endSpec());
  }

  /** An annotation of the pods, such as those of {@link Faults}. */
  public StatefulSetPlusBuilder podAnnotation(String key, String value) {
    return template(t -> t.editMetadata().addToAnnotations(key, value).endMetadata());
  }

  /** Any other change of the template. */
  public StatefulSetPlusBuilder template(UnaryOperator<PodTemplateSpecBuilder> change) {
    template = change.apply(new PodTemplateSpecBuilder(template)).build();
    return this;
  }

  public StatefulSetPlusBuilder podManagementPolicy(PodManagementPolicy policy) {
    spec.setPodManagementPolicy(policy);
    return this;
  }

  public StatefulSetPlusBuilder annotation(String key, String value) {
    metadata.addToAnnotations(key, value);
    return this;
  }

  /** Automatic batches of these sizes: {@code "3"} pods or {@code "20%"}. */
  public StatefulSetPlusBuilder autoBatches(String... sizes) {
    return batches(config -> {
      config.setBatchNum(sizes.length);
      config.setBatchAuto(true);
      config.setPodsNumToUpdate(Arrays.stream(sizes).map(StatefulSetPlusBuilder::amount).toList());
    });
  }

  /** So many batches of even size. */
  public StatefulSetPlusBuilder batches(int number, boolean auto) {
    return batches(config -> {
      config.setBatchNum(number);
      config.setBatchAuto(auto);
    });
  }

  /** Any other change of the plan; the first call adds one. */
  public StatefulSetPlusBuilder batches(Consumer<BatchDeployConfig> change) {
    BatchDeployConfig config = spec.getBatchDeployConfig();
    if (config == null) {
      config = new BatchDeployConfig();
      spec.setBatchDeployConfig(config);
    }
    change.accept(config);
    return this;
  }

  /** Any other change of the spec. */
  public StatefulSetPlusBuilder spec(Consumer<StatefulSetPlusSpec> change) {
    change.accept(spec);
    return this;
  }

  /** A number must not go out as text: the API refuses it. */
  private static IntOrString amount(String size) {
    return size.endsWith("%") ? new IntOrString(size) : new IntOrString(Integer.valueOf(size));
  }

  public String name() {
    return name;
  }

  /** The object as a user would write it: without a status. */
  public StatefulSetPlus build() {
    spec.setTemplate(template);
    StatefulSetPlus built = new StatefulSetPlus();
    built.setMetadata(metadata.build());
    built.setSpec(spec);
    return built;
  }
}
