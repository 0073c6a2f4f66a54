using SigProp.Data;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.Tests.Losses;

namespace SigProp.Tests.Gradients;

/// <summary>A step of plain descent with a learning rate of 1, which is the gradient, against central differences in double precision.</summary>
internal static class LayerContract
{
    private static readonly RandomKey s_key = RandomKey.FromSeed(5);

    /// <summary>Checks a step on a batch of random rows.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="rule">What learns.</param>
    /// <param name="weighted">Whether rows weigh differently.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="only">What the names of the tensors to check begin with.</param>
    public static void Check(
        NetworkSpec spec, LearningRuleKind rule = LearningRuleKind.SignalPropagation, bool weighted = false, int rows = 9, string only = "")
    {
        Network network = Network.Create(spec, 2);
        foreach (TensorInfo tensor in network.Tensors.Where(t => t.Name.Contains("normalization", StringComparison.Ordinal)))
        {
            // Away from 0 and 1, which would hide a mistake.
            float least = tensor.Name.EndsWith("mean", StringComparison.Ordinal) || tensor.Name.EndsWith("shift", StringComparison.Ordinal) ? -0.4f : 0.6f;
            network.SetTensor(tensor.Name, [.. Given.Uniform(tensor.Columns, 3, 0.4f).Select(v => least + 0.4f + v)]);
        }

        if (network.Output is OutputTable output && spec.Contexts > 0)
        {
            output.Set(new QuantileBins(0, 1, [-1.5f, -0.5f, 0f, 0.6f, 2f], [-0.9f, -0.2f, 0.3f, 1.2f]));
        }

        Batch batch = Batch(spec, rows, weighted);
        var reference = new ReferenceStages(network, batch, s_key, Context(network, batch));
        using var context = new ComputeContext(2);
        LearningRule learning = Given.Rule(rule, network, context, rows, new SgdSpec { LearningRate = 1f });
        var losses = new LossValue[learning.LossNames.Count];
        learning.Step(batch, s_key, losses);
        foreach ((string name, double[] before) in reference.Tensors.Where(t => t.Key.StartsWith(only, StringComparison.Ordinal)))
        {
            double[] step = [.. before.Zip(network.GetTensor(name).ToArray(), (b, a) => b - a)];
            if (name.StartsWith("output", StringComparison.Ordinal) || name.EndsWith("normalization.mean", StringComparison.Ordinal)
                || name.EndsWith("variance", StringComparison.Ordinal))
            {
                continue;
            }

            string learner = name.Split('.')[0];
            if (learner == "targets" && (!spec.Targets.Learned || rule != LearningRuleKind.SignalPropagation))
            {
                Assert.All(step, s => Assert.Equal(0, s));
                continue;
            }

            Func<double> loss = rule != LearningRuleKind.SignalPropagation ? reference.WholeLoss
                : learner == "head" ? reference.HeadLoss
                : learner == "targets" ? reference.GeneratorLoss
                : () => reference.LocalLoss(learner[^1] - '1');
            string told = rule != LearningRuleKind.SignalPropagation ? "head" : learner == "targets" ? "layer1" : learner;
            Assert.Equal(loss(), losses[learning.LossNames.ToList().IndexOf(told)].Mean, 1e-4);
            AssertSlopes(name, before, loss, step);
        }
    }

    private static void AssertSlopes(string name, double[] values, Func<double> loss, double[] step)
    {
        // Small, so that hardly a value changes its sign on the way: there an activation has no slope to compare with.
        const double Distance = 1e-7;
        double size = 0;
        for (int i = 0; i < values.Length; i += 1 + (values.Length / 12))
        {
            double value = values[i];
            values[i] = value + Distance;
            double above = loss();
            values[i] = value - Distance;
            double below = loss();
            values[i] = value;
            double slope = (above - below) / (2 * Distance);
            size += Math.Abs(slope);
            Assert.True(Math.Abs(slope - step[i]) <= 1e-5 + (1e-4 * Math.Abs(slope)), $"{name}[{i}]: step {step[i]}, slope {slope}.");
        }

        Assert.True(size > 1e-6 || !name.EndsWith("weight", StringComparison.Ordinal), $"{name}: the loss does not depend on it.");
    }

    private static Batch Batch(NetworkSpec spec, int rows, bool weighted)
    {
        var batch = new Batch(rows, spec.Inputs, spec.Outputs) { Count = rows, HasLabels = spec.Contexts > 0, IsWeighted = weighted };
        Given.Uniform(rows * spec.Inputs).CopyTo(batch.Features, 0);
        Given.Uniform(rows * spec.Outputs, 4, 1.4f).CopyTo(batch.Values, 0);
        for (int i = 0; i < rows; i++)
        {
            batch.Labels[i] = (i + 1 + (i / 4)) % Math.Max(spec.Contexts, 1);
            batch.Weights[i] = 0.25f + (i % 4 * 0.5f);
        }

        return batch;
    }

    /// <summary>What the targets are made of, by the definitions and the network's own predictions.</summary>
    private static double[][] Context(Network network, Batch batch)
    {
        NetworkSpec spec = network.Spec;
        double[] OneHot(int k, int n) => [.. Enumerable.Range(0, n).Select(j => j == k ? 1.0 : 0)];
        if (spec.HasClassTargets)
        {
            return [.. Enumerable.Range(0, spec.Contexts).Select(k => OneHot(k, spec.Contexts))];
        }

        double[][] truth = spec.Classes > 0 ? [.. batch.Y.ToArray().Select(y => OneHot(y, spec.Classes))]
            : [.. Enumerable.Range(0, batch.Count).Select(i => batch.Values.Skip(i * spec.Outputs).Take(spec.Outputs).Select(v => (double)v).ToArray())];
        if (!spec.Targets.IsLoop)
        {
            return spec.Targets.Kind == TargetGeneratorKind.Shared || spec.Contexts == 0 ? truth
                : [.. batch.Y.ToArray().Select(y => OneHot(y, spec.Contexts))];
        }

        using var context = new ComputeContext(1);
        double[][] h = ReferenceLoss.Rows(new Inference(network, context).LastOutput(batch.Features, batch.Count));
        double[] weight = Array.ConvertAll(network.GetTensor("head.weight").ToArray(), v => (double)v);
        double[][] y = ReferenceMaps.Dense(h, weight, Array.ConvertAll(network.GetTensor("head.bias").ToArray(), v => (double)v));
        if (spec.Classes > 0)
        {
            y = [.. y.Select(row => row.Select(v => Math.Exp(v) / row.Sum(Math.Exp)).ToArray())];
        }

        if (spec.Targets.Kind == TargetGeneratorKind.TargetLoop)
        {
            return [.. y.Zip(truth, (a, b) => a.Zip(b, (p, q) => p + q).ToArray())];
        }

        // dL/dy of the sample's own loss, with its weight
        double Slope(double e) => spec.Classes > 0 ? e : spec.OutputLoss == OutputLossKind.Squared ? 2 * e : Math.Clamp(e, -spec.HuberDelta, spec.HuberDelta);
        return
        [
            .. h.Select((row, i) => row.Select((v, j) => v - (spec.Targets.Correction * (batch.IsWeighted ? batch.Weights[i] : 1)
                * y[i].Select((p, k) => Slope(p - truth[i][k]) * weight[(k * row.Length) + j]).Sum())).ToArray()),
        ];
    }
}
