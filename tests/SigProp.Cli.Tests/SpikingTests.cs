using System.Globalization;

namespace SigProp.Cli.Tests;

/// <summary>Networks of spiking neurons.</summary>
public sealed class SpikingTests : CliTest
{
    [Fact]
    public void A_spiking_model_is_trained_inspected_evaluated_and_asked()
    {
        Outcome trained = Succeed(
            $"train {{digits}} --label digit --model spiking --neuron leaky --tau 3 --reset soft --threshold 0.4 --steps 5 --surrogate triangle --out {{m.sigprop}} {Fast}");
        Assert.Contains("10 classes", trained.Out);
        string inspected = Succeed("inspect {m.sigprop}").Out;
        Assert.Contains("Neurons: leaky, tau 3, reset soft, threshold 0.4, 5 steps, input current, signal surrogate triangle", inspected);
        Assert.DoesNotContain("leaky-relu", inspected);
        Assert.Contains("accuracy", Succeed("evaluate {m.sigprop} {digits}").Out);
        Succeed("predict {m.sigprop} {digits} --out {p.csv}");
        Assert.Equal(1798, File.ReadAllLines(PathOf("p.csv")).Length);
    }

    [Theory]
    [InlineData("--input rate")]
    [InlineData("--input latency")]
    public void Codes_that_need_it_get_features_from_0_to_1(string input)
    {
        WriteMixed("a.csv");
        Succeed($"train {{a.csv}} --label kind --model spiking {input} --out {{m.sigprop}} {Fast} --quiet");
        Assert.Contains("label column 'kind', scaled to 0 ... 1", Succeed("inspect {m.sigprop}").Out);
        Write("wide.csv", "size,color", "-500,r", "700,b");
        Succeed("predict {m.sigprop} {wide.csv} --out {p.csv}");
        Refuse($"train {{a.csv}} --label kind --model spiking {input} --stream --out {{n.sigprop}}", "--stream standardises");
    }

    [Fact]
    public void A_time_series_has_a_column_for_each_feature_of_each_step()
    {
        Write("s.csv", ["a1,a2,a3,a4,kind", .. Enumerable.Range(0, 120).Select(Row)]);
        Succeed($"train {{s.csv}} --label kind --model spiking --input series --steps 4 --out {{m.sigprop}} {Fast} --quiet");
        Assert.Contains("4 steps, input series", Succeed("inspect {m.sigprop}").Out);
        Refuse("train {s.csv} --label kind --model spiking --input series --steps 3 --out {n.sigprop}", "no multiple of the 3 Steps");
        Write("c.csv", ["a1,a2,a3,a4,flat,kind", .. Enumerable.Range(0, 120).Select(i => Row(i).Replace(",k", ",1,k", StringComparison.Ordinal))]);
        Refuse("train {c.csv} --label kind --model spiking --input series --steps 4 --out {n.sigprop}", "'flat' is none", "--drop");
        Succeed($"train {{c.csv}} --label kind --model spiking --input series --steps 4 --drop flat --out {{n.sigprop}} {Fast} --quiet");

        static string Row(int i) => string.Create(CultureInfo.InvariantCulture, $"{i % 7},{i % 5},{i % 3},{i % 11},k{i % 2}");
    }

    [Fact]
    public void A_layer_that_has_died_is_warned_of_when_trained_and_when_inspected()
    {
        string[] said = ["Warning: layer1 has died: 64 of its 64 neurons", "Lower --threshold (50), raise --steps (4)"];
        string trained = Succeed($"train {{digits}} --label digit --model spiking --threshold 50 --out {{m.sigprop}} {Fast} --quiet").Out;
        string inspected = Succeed("inspect {m.sigprop}").Out;
        Assert.All(said, s => Assert.Contains(s, trained));
        Assert.All(said, s => Assert.Contains(s, inspected));
        Assert.DoesNotContain("Warning", Succeed($"train {{digits}} --label digit --model spiking --out {{n.sigprop}} {Fast} --quiet").Out);
    }

    [Fact]
    public void Kinds_of_networks_are_compared()
    {
        string[] lines = Succeed($"compare {{digits}} --label digit --model sigprop,spiking --rules sigprop,backprop --folds 2 --quiet {Fast}").Out
            .Split(Environment.NewLine);
        Assert.Equal(["sigprop", "backprop", "spiking sigprop", "spiking backprop"], lines[1..5].Select(line => line[..line.IndexOf("  ", StringComparison.Ordinal)]));
    }

    [Fact]
    public void What_does_nothing_or_cannot_be_is_refused()
    {
        WriteMixed("a.csv");
        const string Train = "train {a.csv} --label kind --out {m.sigprop}";
        Refuse($"{Train} --threshold 1", "--threshold goes with --model spiking");
        Refuse($"{Train} --model spikes", "--model takes sigprop, spiking or continuous, not 'spikes'");
        Refuse($"{Train} --model spiking --threshold 0", "--threshold is 0");
        Refuse($"{Train} --model spiking --steps 0", "--steps is 0");
        Refuse($"{Train} --model spiking --tau 3", "--tau goes with --neuron leaky");
        Refuse($"{Train} --model spiking --neuron leaky --tau 1", "--tau is 1");
        Refuse($"{Train} --model spiking --signal voltage --surrogate triangle", "--surrogate goes with --signal surrogate");
        Refuse($"{Train} --model spiking --activation tanh", "--activation");
        Refuse($"{Train} --more {{b.sigprop}} --model spiking", "--model goes with a new model");
        Refuse("compare {a.csv} --label kind --model spiking,spiking", "--model takes sigprop, spiking, continuous, each once");
    }
}
