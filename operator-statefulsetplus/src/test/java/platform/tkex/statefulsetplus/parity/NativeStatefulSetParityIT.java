package platform.tkex.statefulsetplus.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatPods;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import platform.tkex.testkit.Pods;

/** The suite on the kind whose behaviour is the reference: proves the tests right. */
@DisplayName("apps/v1 StatefulSet")
class NativeStatefulSetParityIT {

  @Nested
  class Identity extends IdentityParity {
    Identity() {
      super(WorkloadKind.NATIVE);
    }
  }

  @Nested
  class Adoption extends AdoptionParity {
    Adoption() {
      super(WorkloadKind.NATIVE);
    }
  }

  @Nested
  class History extends HistoryParity {
    History() {
      super(WorkloadKind.NATIVE);
    }
  }

  @Nested
  class Scaling extends ScalingParity {
    Scaling() {
      super(WorkloadKind.NATIVE);
    }
  }

  @Nested
  class Storage extends StorageParity {
    Storage() {
      super(WorkloadKind.NATIVE);
    }
  }

  @Nested
  class ClaimOwners extends ClaimOwnersParity {
    ClaimOwners() {
      super(WorkloadKind.NATIVE);
    }
  }

  @Nested
  class RollingUpdate extends RollingUpdateParity {
    RollingUpdate() {
      super(WorkloadKind.NATIVE);
    }
  }

  @Nested
  class MidUpdate extends MidUpdateParity {
    MidUpdate() {
      super(WorkloadKind.NATIVE);
    }
  }

  @Nested
  class Availability extends AvailabilityParity {
    Availability() {
      super(WorkloadKind.NATIVE);
    }
  }

  @Nested
  class Lifecycle extends LifecycleParity {
    Lifecycle() {
      super(WorkloadKind.NATIVE);
    }
  }

  @Nested
  class Autoscaler extends AutoscalerParity {
    Autoscaler() {
      super(WorkloadKind.NATIVE);
    }
  }

  /**
   * Two upstream bugs end otherwise here; if one of these fails after an update, upstream has
   * repaired it.
   */
  @Nested
  class Revision extends RevisionParity {
    Revision() {
      super(WorkloadKind.NATIVE);
    }

    /**
     * k8s#67250, open: OrderedReady waits for the broken pod to get ready before it looks at
     * revisions.
     */
    @Test
    @Override
    void aBrokenReleaseIsHealedByRevertingTheTemplate() {
      // given
      Workload web = releaseBrokenImage();
      String broken = Pods.uid(web.pod(2));

      // when
      web.setImage("app:v1");
      web.awaitTwoPasses();

      // then
      assertThat(Pods.uid(web.pod(2))).isEqualTo(broken);

      // when
      web.deletePod(2);

      // then
      web.awaitUpdated(3);
      assertThatPods(web.pods()).haveImages("app:v1", "app:v1", "app:v1");
    }

    /**
     * k8s#121534, open: with no pod left all are "updated", so the release counts as complete and
     * v1 is forgotten.
     */
    @Test
    @Override
    void podsReturnFromZeroInMidReleaseAtTheRevisionThatWasGood() {
      // when
      Workload web = scaleToZeroAndBackInMidRelease();

      // then
      assertThatPods(web.pods()).haveImages("app:v2", "app:v2");
    }
  }
}
