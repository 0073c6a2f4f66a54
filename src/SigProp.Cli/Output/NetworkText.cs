using SigProp.Cli.Arguments;
using SigProp.Continuous;
using SigProp.Spiking;

namespace SigProp.Cli.Output;

/// <summary>The parts of a network in words, which are those of the command line.</summary>
internal static class NetworkText
{
    public static string Loss(NetworkSpec spec, LocalLossKind loss)
        => Words.Of(Words.Losses, loss) + (loss == LocalLossKind.PairsTopK ? $" {spec.TopK}" : "");

    public static string Targets(NetworkSpec spec)
    {
        TargetGeneratorSpec targets = spec.Targets;
        string sparse = !targets.Sparse ? "" : targets.SparseUnits > 0 ? $", sparse {targets.SparseUnits}" : ", sparse";
        string kind = targets.Kind switch
        {
            TargetGeneratorKind.TargetOnly => "",
            TargetGeneratorKind.CorrectedTargetLoop => $", {Words.Of(Words.Generators, targets.Kind)} eta {Format.Number(targets.Correction)}",
            _ => $", {Words.Of(Words.Generators, targets.Kind)}",
        };
        return (targets.Learned ? "learned" : "fixed") + kind + sparse;
    }

    public static string Head(NetworkSpec spec)
    {
        string head = Words.Of(Words.Heads, spec.Head);
        return spec switch
        {
            { Head: HeadKind.Linear, OutputLoss: OutputLossKind.Huber } => $"{head}, huber {Format.Number(spec.HuberDelta)}",
            { Head: HeadKind.Linear } => $"{head}, {Words.Of(Words.OutputLosses, spec.OutputLoss)}",
            { IsRegression: true } => $"{head}, {spec.Bins} bins",
            { TreeBudget: 0 } => $"{head}, tree",
            { TreeBudget: int budget } => $"{head}, tree budget {budget}",
            _ => head,
        };
    }

    /// <summary>What the neurons of a spiking network are.</summary>
    public static string Neurons(SpikingSpec spiking)
    {
        string leak = spiking.Neuron == NeuronKind.LeakyIntegrateAndFire ? $", tau {Format.Number(spiking.TimeConstant)}" : "";
        string slope = spiking.SurrogateSlope != new SpikingSpec().SurrogateSlope ? $" slope {Format.Number(spiking.SurrogateSlope)}" : "";
        string surrogate = spiking.LearningSignal == SpikingLearningSignal.Surrogate
            ? $" {Words.Of(Words.Surrogates, spiking.Surrogate)}{slope}"
            : "";
        return $"{Words.Of(Words.Neurons, spiking.Neuron)}{leak}, reset {Words.Of(Words.Resets, spiking.Reset)}, threshold {Format.Number(spiking.Threshold)}, "
            + $"{Format.Of(spiking.Steps, "step", "steps")}, input {Words.Of(Words.SpikingInputs, spiking.Input)}, "
            + $"signal {Words.Of(Words.SpikingSignals, spiking.LearningSignal)}{surrogate}";
    }

    /// <summary>How the states of a continuous network are coupled, and how they settle.</summary>
    public static string States(ContinuousSpec states, int hidden)
    {
        string loop = states.Feedback == ContinuousFeedback.Symmetric ? "" : $" carrying {Words.Of(Words.LoopSignals, states.LoopSignal)}";
        string rates = string.Join(", ", Enumerable.Range(0, hidden + 1).Select(i => Format.Number(states.RateOf(i, hidden))));
        string loopRate = states.Feedback == ContinuousFeedback.LearnedLoop ? $", loop {Format.Number(states.LoopLearningRate)}" : "";
        string tolerance = states.Tolerance > 0 ? $" at most, to a change of {Format.Number(states.Tolerance)}" : "";
        return $"feedback {Words.Of(Words.Feedbacks, states.Feedback)}{loop}, {states.EffectiveFreeSteps(hidden)} free and {states.EffectiveNudgedSteps(hidden)} nudged steps{tolerance}, "
            + $"step size {Format.Number(states.StepSize)}, beta {Format.Number(states.Beta)} {Words.Of(Words.BetaSigns, states.BetaSign)}, "
            + $"rates {rates}{loopRate}{(states.PersistentStates ? ", persistent states" : "")}";
    }

    public static string Layer(NetworkSpec spec, LayerSpec layer) => layer switch
    {
        DenseSpec dense => $"dense {dense.Units}{Settings(spec, dense)}",
        ConvolutionSpec convolution => Convolution(spec, convolution),
        PoolingSpec pooling => $"{(pooling.Operation == PoolingKind.Max ? "max" : "average")} pooling {pooling.Window}"
            + (pooling.Stride is int stride && stride != pooling.Window ? $", stride {stride}" : ""),
        FlattenSpec => "flatten",
        _ => layer.ToString(),
    };

    private static string Convolution(NetworkSpec spec, ConvolutionSpec layer)
    {
        string stride = layer.StrideHeight * layer.StrideWidth > 1 ? $", stride {Pair(layer.StrideHeight, layer.StrideWidth)}" : "";
        string groups = layer.Groups > 1 ? $", {layer.Groups} groups" : "";
        string dropout = layer.SpatialDropout > 0 ? $", spatial dropout {Format.Number(layer.SpatialDropout)}" : "";
        return $"convolution {layer.Channels}, {layer.KernelHeight} x {layer.KernelWidth}{stride}, "
            + $"padding {Pair(layer.PaddingHeight, layer.PaddingWidth)}{groups}{Settings(spec, layer)}{dropout}";
    }

    private static string Pair(int height, int width) => height == width ? $"{height}" : $"{height} x {width}";

    private static string Settings(NetworkSpec spec, LearningLayerSpec layer)
    {
        string normalized = layer.BatchNormalization ? ", batch norm" : "";
        string dropout = layer.Dropout > 0 ? $", dropout {Format.Number(layer.Dropout)}" : "";
        string loss = layer.Loss is LocalLossKind own ? $", loss {Loss(spec, own)}" : "";
        string activation = spec.Spiking is null && spec.Continuous is null ? $", {Words.Of(Words.Activations, layer.Activation)}" : "";
        return $"{activation}{normalized}{dropout}{loss}";
    }
}
