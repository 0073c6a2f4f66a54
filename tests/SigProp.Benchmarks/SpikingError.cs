using System.Globalization;
using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Spiking;
using SigProp.Training;

namespace SigProp.Benchmarks;

/// <summary>Test error and activity of spiking networks (section VI, table V): 784-400-400-10, or the paper's convolutional network, by each learning rule.
/// Thresholds are the paper's: 0.5 for signal propagation, 1 for backpropagation through time and shallow. Adam, batch 128, and a constant
/// rate, which is what the first epochs of the paper's cosine over 64 are. With <c>--precision half</c> in 16 bits, and <c>--plain 1</c> the same network of
/// rectified units.</summary>
internal static class SpikingError
{
    public static object Run(Arguments arguments)
    {
        var errors = new ResultTable(
            "Test error in %, and what training takes", new("set", "set"), new("rule", "rule"), new("bits", "bits"), new("exits", "exits"),
            new("head", "head", 2), new("seconds", "seconds", 1), new("samples/s", "samples_per_second"),
            new("parameters and moments, KiB", "parameter_kib"), new("signals, KiB", "signal_kib"));
        var activity = new ResultTable(
            "Activity in the mean of the test rows", new("set", "set"), new("rule", "rule"), new("bits", "bits"),
            new("spikes a neuron and step", "spike_rates"), new("silent neurons", "silent"), new("synaptic operations a row", "synaptic_operations"),
            new("multiply-adds a row", "multiply_adds"), new("of the dense twin", "dense_multiply_adds"));
        foreach (string set in arguments.Text("set", "mnist").Split(','))
        {
            (Dataset train, Dataset test) = GreyImages.Read(arguments, set);
            foreach (string precision in arguments.Text("precision", "single").Split(','))
            {
                foreach (string rule in arguments.Text("rule", "shallow,voltage,surrogate,bptt").Split(','))
                {
                    TrainingResult result = new Trainer(Options(arguments, rule, Bits(precision))).Train(Spec(arguments, rule), train);
                    Add(errors, activity, set, rule, result, test);
                }
            }
        }

        return new Report("Spiking networks", arguments.Flag("plain") ? [errors] : [errors, activity])
        {
            File = arguments.Flag("conv") ? "spiking-conv" : arguments.Flag("plain") ? "spiking-plain"
                : arguments.Text("precision", "single") == "single" ? null : "spiking-half",
            Notes =
            [
                "Exits: each layer's own answer, the nearest of the classes' targets. Head: a linear layer of the last layer's spikes; Shallow trains nothing else.",
                "A synaptic operation is one addition that a spike causes at one synapse. Multiply-adds are left where inputs are no spikes: a constant current's first layer.",
            ],
        };
    }

    private static NetworkSpec Spec(Arguments arguments, string rule)
    {
        int hidden = arguments.Int("hidden", 400), channels = arguments.Int("channels", 16);
        var spiking = new SpikingSpec
        {
            Steps = arguments.Int("steps", 4),
            Threshold = (float)arguments.Number("threshold", rule is "voltage" or "surrogate" ? 0.5 : 1),
            LearningSignal = rule == "voltage" ? SpikingLearningSignal.Voltage : SpikingLearningSignal.Surrogate,
        };
        return arguments.Flag("plain") ? NetworkSpec.Create(784, 10).Dense(hidden).Dense(hidden).Build()
            : arguments.Flag("conv") ? NetworkSpec.Create(new ImageShape(1, 28, 28), 10).Spiking(spiking)
                .Convolution(channels, batchNormalization: true).MaxPooling()
                .Convolution(channels, batchNormalization: true).MaxPooling()
                .Dense(16 * channels).Build()
            : NetworkSpec.Create(784, 10).Spiking(spiking).Dense(hidden).Dense(hidden).Build();
    }

    private static TrainingOptions Options(Arguments arguments, string rule, TrainingPrecision precision) => new()
    {
        Rule = rule switch
        {
            "bptt" => LearningRuleKind.Backpropagation,
            "shallow" => LearningRuleKind.Shallow,
            "voltage" or "surrogate" => LearningRuleKind.SignalPropagation,
            _ => throw new ArgumentException($"--rule knows shallow, voltage, surrogate and bptt, not '{rule}'."),
        },
        Epochs = arguments.Int("epochs", arguments.Flag("conv") ? 1 : 5),
        BatchSize = 128,
        Optimizer = new AdamSpec { LearningRate = (float)arguments.Number("lr", 5e-4) },
        Schedule = Enum.Parse<LearningRateSchedule>(arguments.Text("schedule", "constant"), ignoreCase: true),
        ValidationFraction = 0,
        Seed = arguments.Int("seed", 1),
        Precision = precision,
    };

    private static TrainingPrecision Bits(string name) => name switch
    {
        "single" => TrainingPrecision.Single,
        "half" => TrainingPrecision.Half,
        _ => throw new ArgumentException($"--precision knows single and half, not '{name}'."),
    };

    private static void Add(ResultTable errors, ResultTable activity, string set, string rule, TrainingResult result, Dataset test)
    {
        Network network = result.Network;
        TrainingReport report = result.Report;
        int bits = report.Options.Precision == TrainingPrecision.Half ? 16 : 32;
        string exits = network.HasExits ? Join(Enumerable.Range(1, network.LayerCount).Select(e => Error(network, test, e)), "F2") : "";
        errors.Add(
            set, rule, bits, exits, Error(network, test, null), report.TrainSeconds, report.SamplesPerSecond, report.ParameterBytes / 1024.0,
            report.SignalBytes / 1024.0);
        if (network.Spec.Spiking is not null)
        {
            SpikeActivity spikes = SpikeActivity.Of(network, test);
            IReadOnlyList<LayerActivity> layers = [.. spikes.Layers.SkipLast(1)];
            activity.Add(
                set, rule, bits, Join(layers.Select(l => l.SpikeRate), "F3"), string.Join(", ", layers.Select(l => $"{l.SilentNeurons} of {l.Neurons}")),
                spikes.SynapticOperations, spikes.MultiplyAdds, spikes.DenseMultiplyAdds);
        }
    }

    private static double Error(Network network, Dataset data, int? exit) => 100 * (1 - Evaluation.Of(network, data, exit).Accuracy);

    private static string Join(IEnumerable<double> values, string format)
        => string.Join(" / ", values.Select(v => v.ToString(format, CultureInfo.InvariantCulture)));
}
