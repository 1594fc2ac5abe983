package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.HostOffer;
import io.github.virtcompanion.model.HostTopology;
import io.github.virtcompanion.words.Words;
import io.github.virtcompanion.xml.DomainXml;
import io.github.virtcompanion.xml.TopologyReader;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The seven recipes on a host of two nodes with two threads a core, and on one that is not known.
class RecipesTest {
    private static final HostOffer OFFER = new HostOffer(9_000_000, Map.of("cpu/host-features", Set.of("svm", "aes")));

    /// Two nodes of two cores of two threads; 1024 pages of 2 MiB on the second.
    static HostTopology twoNodes() throws FailedException {
        StringBuilder cells = new StringBuilder();
        for (int node = 0; node < 2; node++) {
            cells.append("<cell id='").append(node).append("'><memory unit='KiB'>8388608</memory><pages unit='KiB' size='4'>1000</pages><pages unit='KiB' size='2048'>").append(node * 1024).append("</pages><cpus num='4'>");
            for (int core = 0; core < 2; core++)
                for (int thread = 0; thread < 2; thread++) {
                    int first = node * 2 + core;
                    cells.append("<cpu id='").append(first + thread * 4).append("' socket_id='").append(node).append("' core_id='").append(core).append("' siblings='").append(first).append(',').append(first + 4).append("'/>");
                }
            cells.append("</cpus></cell>");
        }
        return TopologyReader.read("<capabilities><host><topology><cells num='2'>" + cells + "</cells></topology></host></capabilities>");
    }

    private static DomainXml machine(String type, int vcpus) throws FailedException {
        return DomainXml.parse(Exercise.MACHINE.replace("type='qemu'>", "type='" + type + "'>").replace("<vcpu>4<", "<vcpu>" + vcpus + "<"));
    }

    @Test
    void everyRecipeIsTakenAndSaidAndHasNothingAgainstItself() throws FailedException {
        for (HostTopology host : List.of(twoNodes(), new HostTopology(List.of())))
            for (Recipe recipe : Recipes.all(machine("kvm", 2), host, OFFER)) {
                DomainXml before = machine("kvm", 2);
                Edited edited = Edits.apply(before.text(), recipe.assignments());
                List<Conflict> refused = Conflicts.brought(before, DomainXml.parse(edited.text()), Optional.of(host)).stream().filter(Conflict::refused).toList();
                assertEquals(List.of(), refused, recipe.id());
                for (Locale language : List.of(Locale.ENGLISH, Locale.FRENCH)) {
                    Words words = new Words(language);
                    assertFalse(words.say(recipe.label()).isBlank() || words.say(recipe.what()).isBlank());
                    for (Recipe.Step step : recipe.lines()) assertFalse(words.say(step.because()).isBlank(), step.toString());
                }
            }
    }

    @Test
    void processorsArePinnedToWholeCoresOfOneNode() throws FailedException {
        List<String> lines = Recipes.of("low-latency", machine("kvm", 2), twoNodes(), OFFER).assignments().stream().map(Assignment::toString).toList();
        assertTrue(lines.containsAll(List.of("cputune.vcpupin.0=3", "cputune.vcpupin.1=7", "cputune.emulatorpin=2,6", "numatune.memory.nodeset=1", "cpu.topology.threads=2", "memory.hugepages=on", "kvm.hint-dedicated=on")), lines.toString());
    }

    @Test
    void nothingIsPinnedWhereTheHostHasTooFewProcessors() throws FailedException {
        assertTrue(Recipes.of("low-latency", machine("kvm", 64), twoNodes(), OFFER).assignments().stream().noneMatch(one -> one.setting().startsWith("cputune.")));
    }

    @Test
    void backToTheDefaultsTakesTheOthersAway() throws FailedException {
        DomainXml start = machine("kvm", 2);
        for (String id : List.of("throughput")) {
            String tuned = Edits.apply(start.text(), Recipes.of(id, start, twoNodes(), OFFER).assignments()).text();
            String back = Edits.apply(tuned, Recipes.of("defaults", DomainXml.parse(tuned), twoNodes(), OFFER).assignments()).text();
            assertEquals(start.text(), back);
        }
    }

    @Test
    void whatTwoMachinesDifferInBecomesARecipeAndAFileOfIt() throws FailedException {
        DomainXml left = DomainXml.parse(Edits.apply(machine("kvm", 2).text(), List.of(new Assignment("disk.vda.cache", "none"), new Assignment("title", "a"), new Assignment("nic.*.queues", "2"))).text());
        DomainXml right = DomainXml.parse(machine("kvm", 2).text().replace("52:54:00:00:00:01", "52:54:00:00:00:09"));
        List<Assignment> difference = Comparison.between(left, right).leftOntoRight();
        assertEquals(List.of(new Assignment("disk.vda.cache", "none"), new Assignment("nic.1.queues", "2")), difference);
        Recipe read = RecipeText.read(RecipeText.write("My server", difference));
        assertEquals("My server", read.id());
        assertEquals(difference, read.assignments());
        assertEquals(List.of(), Comparison.between(left, DomainXml.parse(Edits.apply(right.text(), difference).text())).leftOntoRight());
        for (String no : List.of("", "x", "recipe: a\nno.such=1", "recipe: a\ndisk.*.cache=fast", "recipe:")) assertThrows(FailedException.class, () -> RecipeText.read(no), no);
    }
}
