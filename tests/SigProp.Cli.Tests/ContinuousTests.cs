namespace SigProp.Cli.Tests;

/// <summary>Networks of coupled states.</summary>
public sealed class ContinuousTests : CliTest
{
    [Fact]
    public void A_continuous_model_is_trained_inspected_evaluated_asked_and_drawn()
    {
        Outcome trained = Succeed(
            "train {digits} --label digit --model continuous --hidden 64,32 --epochs 5 --rates 0.2,0.1,0.05 --beta 0.9 --free-steps 15 --out {m.sigprop}");
        Assert.Contains("10 classes", trained.Out);
        string inspected = Succeed("inspect {m.sigprop}").Out;
        Assert.Contains("States: feedback loop carrying output, 15 free and 8 nudged steps, step size 0.5, beta 0.9 random, rates 0.2, 0.1, 0.05, loop 0.05", inspected);
        Assert.DoesNotContain("adam", inspected);
        Assert.DoesNotContain("leaky-relu", inspected);
        Assert.Contains("accuracy", Succeed("evaluate {m.sigprop} {digits}").Out);
        Succeed("predict {m.sigprop} {digits} --out {p.csv}");
        Assert.Equal(1798, File.ReadAllLines(PathOf("p.csv")).Length);
        Succeed("figure {m.sigprop} --out {angles.svg}");
        string svg = File.ReadAllText(PathOf("angles.svg"));
        Assert.Contains("loop.weight", svg);
        System.Xml.Linq.XDocument.Parse(svg);
    }

    [Fact]
    public void It_is_compared_with_others_by_its_only_rule()
    {
        string[] lines = Succeed($"compare {{digits}} --label digit --model sigprop,continuous --rules sigprop,backprop --folds 2 --batch-norm --dropout 0.1 --optimizer adamw --quiet {Fast}").Out
            .Split(Environment.NewLine);
        Assert.Equal(["sigprop", "backprop", "continuous"], lines[1..4].Select(line => line[..line.IndexOf("  ", StringComparison.Ordinal)]));
    }

    [Fact]
    public void What_does_nothing_or_cannot_be_is_refused()
    {
        WriteMixed("a.csv");
        WriteAmounts("n.csv");
        const string Train = "train {a.csv} --label kind --out {m.sigprop}";
        Refuse($"{Train} --beta 1", "--beta goes with --model continuous");
        Refuse($"{Train} --model continuous --beta 0", "--beta is 0");
        Refuse($"{Train} --model continuous --step-size 1.5", "--step-size is 1.5");
        Refuse($"{Train} --model continuous --free-steps 0", "--free-steps is 0");
        Refuse($"{Train} --model continuous --nudged-steps 0", "--nudged-steps is 0");
        Refuse($"{Train} --model continuous --tolerance -1", "--tolerance is -1");
        Refuse($"{Train} --model continuous --rates 0.1", "--rates has 1 value; it needs 3");
        Refuse($"{Train} --model continuous --rates 0.1,x", "--rates takes numbers with commas between");
        Refuse($"{Train} --model continuous --feedback symmetric --loop-rate 0.1", "--loop-rate goes with --feedback loop");
        Refuse($"{Train} --model continuous --threshold 1", "--threshold goes with --model spiking");
        Refuse($"{Train} --model continuous --batch-norm", "--batch-norm goes with --model sigprop and spiking");
        Refuse($"{Train} --model continuous --optimizer sgd", "--optimizer goes with --model sigprop and spiking");
        Refuse($"{Train} --model continuous --learning-rate 1", "--learning-rate goes with --model sigprop and spiking");
        Refuse($"{Train} --model continuous --head vote", "--head goes with --model sigprop and spiking");
        Refuse($"{Train} --model continuous --rule backprop", "--rule");
        Refuse("train {n.csv} --target amount --drop id --model continuous --out {m.sigprop}", "tells classes apart");
    }

    [Fact]
    public void Figures_and_spikes_need_a_network_that_has_them()
    {
        TrainDigits("d.sigprop");
        Refuse("figure {d.sigprop} --out {f.svg}", "There is no figure of this network");
        Refuse("inspect {d.sigprop} --spikes {digits}", "--spikes goes with a spiking network");
        TrainDigits("s.sigprop", "--model spiking");
        Refuse("figure {s.sigprop} --out {f.svg}", "--data is missing");
        Refuse("figure {s.sigprop} --data {digits} --row 0 --out {f.svg}", "--row is 0");
        Succeed("figure {s.sigprop} --data {digits} --row 7 --out {f.svg}");
        System.Xml.Linq.XDocument.Parse(File.ReadAllText(PathOf("f.svg")));
        string inspected = Succeed("inspect {s.sigprop} --spikes {digits}").Out;
        Assert.Contains("At work on 1,797 rows", inspected);
        Assert.Contains("synaptic operations", inspected);
    }
}
