using System.Text.Json;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Tests.Golden;

/// <summary>One file of reference numbers: initial parameters, batches, the losses of each step, final parameters and outputs.</summary>
internal sealed class GoldenCase
{
    // The reference's optimizer; eps is large because some gradients are exactly zero, and their rounding noise must not become full steps.
    private static readonly AdamSpec s_adam = new() { LearningRate = 0.01f, Epsilon = 1e-4f };

    private static readonly Dictionary<string, string> s_tensors = new()
    {
        ["W"] = "layer{0}.weight",
        ["b"] = "layer{0}.bias",
        ["g"] = "layer{0}.normalization.scale",
        ["e"] = "layer{0}.normalization.shift",
        ["mean"] = "layer{0}.normalization.mean",
        ["var"] = "layer{0}.normalization.variance",
    };

    private readonly JsonElement _root;

    public GoldenCase(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        _root = document.RootElement.Clone();
        Name = _root.GetProperty("name").GetString()!;
    }

    public string Name { get; }

    public JsonElement Settings => _root.GetProperty("settings");

    public JsonElement this[string property] => _root.GetProperty(property);

    public bool Has(string property) => _root.TryGetProperty(property, out _);

    /// <summary>The files to test by: those kept here, and every known case of the folder in SIGPROP_GOLDEN.</summary>
    public static IEnumerable<TheoryDataRow<string>> Files(params string[] names)
    {
        string?[] folders = [Path.Combine(AppContext.BaseDirectory, "Golden", "cases"), Environment.GetEnvironmentVariable("SIGPROP_GOLDEN")];
        foreach (string folder in folders.OfType<string>().Where(f => f.Length > 0))
        {
            foreach (string file in names.Select(n => Path.Combine(folder, n + ".json")).Where(File.Exists))
            {
                yield return new TheoryDataRow<string>(file);
            }
        }
    }

    public static float[] Flatten(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? [.. element.EnumerateArray().SelectMany(Flatten)]
        : [element.GetSingle()];

    /// <summary>The name in a network of the reference's tensor, for example W2 -> layer2.weight.</summary>
    public string TensorName(string name) => name switch
    {
        "S1" => Name == "target-input" ? "targets.scale.weight" : "targets.weight",
        "d1" => Name == "target-input" ? "targets.scale.bias" : "targets.bias",
        "S2" => "targets.shift.weight",
        "d2" => "targets.shift.bias",
        "L" => "loop.weight",
        "V" => "head.weight",
        "c" => "head.bias",
        _ => string.Format(System.Globalization.CultureInfo.InvariantCulture, s_tensors[name[..^1]], name[^1]),
    };

    public IEnumerable<Batch> Batches()
    {
        foreach (JsonElement batch in _root.GetProperty("batches").EnumerateArray())
        {
            JsonElement x = batch.GetProperty("x"), y = batch.GetProperty("y");
            var result = new Batch(x.GetArrayLength(), Flatten(x[0]).Length) { Count = x.GetArrayLength() };
            Flatten(x).CopyTo(result.Features, 0);
            y.EnumerateArray().Select(e => e.GetInt32()).ToArray().CopyTo(result.Labels, 0);
            yield return result;
        }
    }

    public void LoadInto(Network network)
    {
        foreach (JsonProperty tensor in _root.GetProperty("init").EnumerateObject().Where(t => !IsOfRule(t.Name)))
        {
            network.SetTensor(TensorName(tensor.Name), Flatten(tensor.Value));
        }
    }

    /// <summary>The reference's tolerance: 1e-4 absolute or 1e-3 relative.</summary>
    public static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            float difference = MathF.Abs(expected[i] - actual[i]);
            Assert.True(difference <= 1e-4f || difference <= 1e-3f * MathF.Abs(expected[i]),
                $"{what}[{i}]: expected {expected[i]}, got {actual[i]}");
        }
    }

    public void AssertFinal(Network network, LearningRule? rule = null)
    {
        foreach (JsonProperty tensor in _root.GetProperty("final").EnumerateObject())
        {
            ReadOnlySpan<float> values = IsOfRule(tensor.Name) ? ParameterOf(rule!, tensor.Name).Values : network.GetTensor(TensorName(tensor.Name));
            AssertClose(Flatten(tensor.Value), values, tensor.Name);
        }
    }

    /// <summary>Whether a tensor belongs to the learning rule: fixed feedback B, D; a layer's own classifier P and similarity map Q.</summary>
    private static bool IsOfRule(string name) => name[0] is 'B' or 'D' or 'P' or 'Q';

    /// <summary>A rule of any backend is asked alike.</summary>
    private static Parameter ParameterOf(LearningRule rule, string name) => (name[0], name[1] - '1') switch
    {
        ('B', int i) => rule.Feedback[i - 1],
        ('D', int i) => rule.Feedback[i],
        ('P', int i) => rule.Auxiliaries.Single(p => p.Name == $"layer{i + 1}.local.classifier"),
        (_, int i) => rule.Auxiliaries.Single(p => p.Name == $"layer{i + 1}.local.map"),
    };

    /// <summary>Takes the reference's steps: every step's losses and the final tensors must be its own.</summary>
    /// <param name="network">What learns.</param>
    /// <param name="kind">How.</param>
    /// <param name="learningRate">The rate of plain gradient descent; null for the reference's Adam.</param>
    /// <param name="create">Makes the rule; null for the managed engine's.</param>
    public void Replay(Network network, LearningRuleKind kind, float? learningRate = null, Func<LearningRuleKind, LearningSetup, LearningRule>? create = null)
    {
        using var context = new ComputeContext(2);
        Batch[] batches = [.. Batches()];
        var setup = new LearningSetup(context, network, learningRate is float rate ? new SgdSpec { LearningRate = rate } : s_adam, 0f, batches[0].Count);
        LearningRule rule = (create ?? Trainer.CreateRule)(kind, setup);
        foreach (JsonProperty tensor in _root.GetProperty("init").EnumerateObject().Where(t => IsOfRule(t.Name)))
        {
            Flatten(tensor.Value).CopyTo(ParameterOf(rule, tensor.Name).Values);
        }

        rule.BeginSteps(context);
        rule.SetLearningRate(learningRate ?? s_adam.LearningRate);
        var losses = new LossValue[rule.LossNames.Count];
        for (int step = 0; step < batches.Length; step++)
        {
            rule.Step(batches[step], default, losses);
            float[] expected = Flatten(this["losses"][step]);
            AssertClose(expected, losses.Select(l => (float)l.Mean).ToArray(), $"losses of step {step}");
        }

        rule.EndSteps(context);
        AssertFinal(network, rule);
        (rule as IDisposable)?.Dispose();
    }
}
