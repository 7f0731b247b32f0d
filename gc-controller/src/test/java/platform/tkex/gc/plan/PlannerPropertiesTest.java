package platform.tkex.gc.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import platform.tkex.gc.model.Snapshot;
import platform.tkex.gc.model.Source;
import platform.tkex.gc.model.Version;

/** What holds for all versions, however they are named, numbered and used. */
class PlannerPropertiesTest {

  private record World(Snapshot snapshot, Set<String> inUse, int keep) {

    static World random(long seed) {
      Random random = new Random(seed);
      List<Version> versions = new ArrayList<>();
      Set<String> inUse = new HashSet<>();
      List<Source> sources = new ArrayList<>();
      for (String name : List.of("a", "b", "a-b")) {
        for (int i = random.nextInt(40); i > 0; i--) {
          Version version = version(name, random);
          versions.add(version);
          if (random.nextInt(4) == 0) {
            inUse.add(version.name());
          }
        }
        if (random.nextBoolean()) {
          sources.add(Objects.source(name, 1 + random.nextInt(20)));
        }
      }
      return new World(
          Objects.snapshot(versions, sources.toArray(Source[]::new)),
          inUse,
          1 + random.nextInt(15));
    }

    private static Version version(String source, Random random) {
      String name = "%s-%010x".formatted(source, random.nextInt() & 0xffffffffL);
      // few seconds and few numbers, so that many are equal
      return new Version(
          name,
          "uid-" + name,
          "1",
          source,
          Instant.ofEpochSecond(random.nextInt(10)),
          random.nextInt(6) - 1);
    }

    int kept(String source) {
      Source said = snapshot.sources().get(source);
      return said == null ? keep : said.keep().count();
    }

    Set<String> deleted() {
      return Set.copyOf(Objects.deleted(new Planner(keep).plan(snapshot, inUse)));
    }

    Map<String, List<Version>> bySource() {
      return snapshot.versions().stream().collect(Collectors.groupingBy(Version::source));
    }
  }

  @Property(tries = 2000, shrinking = ShrinkingMode.OFF)
  void nothingInUseGoes(@ForAll long seed) {
    World world = World.random(seed);

    assertThat(world.deleted()).allMatch(name -> !world.inUse().contains(name));
  }

  @Property(tries = 2000, shrinking = ShrinkingMode.OFF)
  void thoseThatGoAreExactlyTheOldestThatNobodyUses(@ForAll long seed) {
    World world = World.random(seed);
    Set<String> deleted = world.deleted();

    world
        .bySource()
        .forEach((source, versions) -> {
          List<Version> newestFirst = versions.stream().sorted(Version.NEWEST_FIRST).toList();
          for (int i = 0; i < newestFirst.size(); i++) {
            String name = newestFirst.get(i).name();
            boolean goes = i >= world.kept(source) && !world.inUse().contains(name);
            assertThat(deleted.contains(name))
                .as("%s, %d from the newest", name, i)
                .isEqualTo(goes);
          }
        });
  }

  /** What was beyond the newest in an older view is beyond them in every later one. */
  @Property(tries = 2000, shrinking = ShrinkingMode.OFF)
  void versionsThatCameLaterSaveNoOlderOne(
      @ForAll long seed, @ForAll @IntRange(max = 30) int unseen) {
    World now = World.random(seed);
    List<Version> byAge = new ArrayList<>(now.snapshot().versions());
    byAge.sort(Version.NEWEST_FIRST);
    List<Version> seen = byAge.subList(Math.min(unseen, byAge.size()), byAge.size());
    Snapshot lagging =
        Objects.snapshot(seen, now.snapshot().sources().values().toArray(Source[]::new));

    Set<String> then =
        Set.copyOf(Objects.deleted(new Planner(now.keep()).plan(lagging, now.inUse())));

    assertThat(now.deleted()).containsAll(then);
  }

  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void theOrderOfTheListDoesNotMatter(@ForAll long seed) {
    World world = World.random(seed);
    List<Version> shuffled = new ArrayList<>(world.snapshot().versions());
    Collections.shuffle(shuffled, new Random(seed));
    Snapshot other =
        Objects.snapshot(shuffled, world.snapshot().sources().values().toArray(Source[]::new));

    assertThat(new Planner(world.keep()).plan(other, world.inUse()))
        .isEqualTo(new Planner(world.keep()).plan(world.snapshot(), world.inUse()));
  }

  /** Pass after pass it comes to rest, and then what is left is what was to be left. */
  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void aPassAfterTheLastDeletesNothing(@ForAll long seed) {
    World world = World.random(seed);
    Set<String> gone = world.deleted();
    List<Version> left =
        world.snapshot().versions().stream().filter(v -> !gone.contains(v.name())).toList();
    Snapshot after =
        Objects.snapshot(left, world.snapshot().sources().values().toArray(Source[]::new));

    assertThat(new Planner(world.keep()).plan(after, world.inUse())).isEqualTo(Plan.NOTHING);
    world
        .bySource()
        .forEach((source, before) ->
            assertThat(left.stream().filter(v -> v.source().equals(source)).count())
                .isGreaterThanOrEqualTo(Math.min(before.size(), world.kept(source))));
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void noPlanIsLargerThanAllowed(@ForAll @IntRange(max = 1500) int count) {
    Snapshot snapshot =
        Objects.snapshot(
            IntStream.range(0, count).mapToObj(n -> Objects.version("web", n)).toList());

    Plan plan = new Planner(10).plan(snapshot, Set.of());

    assertThat(plan.actions()).hasSizeLessThanOrEqualTo(Planner.MOST_AT_ONCE);
    assertThat(plan.more()).isEqualTo(count - 10 > Planner.MOST_AT_ONCE);
  }
}
