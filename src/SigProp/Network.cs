using System.Numerics.Tensors;
using SigProp.Continuous;
using SigProp.Heads;
using SigProp.Layers;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Spiking;
using SigProp.Targets;

namespace SigProp;

/// <summary>A network: its specification and its parameters. Predicting changes nothing, so any number of threads may predict at once;
/// training (<see cref="Training.Trainer"/>) is for one thread alone.</summary>
/// <remarks>The first prediction lays the weights of dense layers, and the classes' targets, out once more in the order in which products read
/// them: from then on they take their memory twice, whatever the number of threads, until training or <see cref="SetTensor"/> changes them.</remarks>
public sealed partial class Network
{
    internal Network(NetworkSpec spec, IReadOnlyList<Stage> stages, TargetGenerator generator, Head head, CoupledStates? coupled = null)
    {
        Coupled = coupled;
        Spec = spec;
        Stages = stages;
        Layers = [.. stages.OfType<Layer>()];
        Generator = generator;
        Head = head;
        Output = spec.IsRegression ? new OutputTable(spec) : null;
        Leaves =
        [
            .. Layers.SelectMany(l => l.Parameters.Concat(l.Buffers)), .. generator.Parameters, .. coupled?.Parameters ?? head.Parameters,
            .. Output?.Buffers ?? [],
        ];
        MultiplicationsOfRow = CountMultiplications(this);
        Tensors = [.. Leaves.Select(p => new TensorInfo(p.Name, p.Rows, p.Columns))];
    }

    /// <summary>What the network was made of.</summary>
    public NetworkSpec Spec { get; }

    /// <summary>Number of input features.</summary>
    public int InputWidth => Spec.Inputs;

    /// <summary>Number of classes; 0 for regression.</summary>
    public int ClassCount => Spec.Classes;

    /// <summary>Number of values that a regression predicts; 0 for classification.</summary>
    public int OutputCount => Spec.Outputs;

    /// <summary>Number of layers that learn, each of which is an exit where <see cref="HasExits"/>.</summary>
    public int LayerCount => Coupled?.Hidden ?? Layers.Count;

    /// <summary>Whether every layer can answer (Eq 8): only where the targets learned with the network, by signal propagation.</summary>
    public bool HasExits => ClassTargets.Length > 0;

    /// <summary>Number of numbers that training may change.</summary>
    public long ParameterCount => Layers.SelectMany(l => l.Parameters).Concat(Generator.Learns ? Generator.Parameters : [])
        .Concat(Coupled is null ? Head.Parameters : []).Sum(p => (long)p.Values.Length) + (Coupled?.ParameterCount ?? 0);

    /// <summary>Name and shape of every tensor, in the order in which they are saved.</summary>
    public IReadOnlyList<TensorInfo> Tensors { get; }

    /// <summary>Layers and the passages between them, in order.</summary>
    internal IReadOnlyList<Stage> Stages { get; }

    /// <summary>The stages that learn.</summary>
    internal IReadOnlyList<Layer> Layers { get; }

    internal TargetGenerator Generator { get; }

    internal Head Head { get; }

    /// <summary>The states of a continuous network, which has no stages; null for others.</summary>
    internal CoupledStates? Coupled { get; }

    /// <summary>Scaling and bins of a regression's output; null for classification.</summary>
    internal OutputTable? Output { get; }

    /// <summary>The width of the last stage's output, which the head is given.</summary>
    internal int LastWidth => Stages[^1].OutputWidth;

    /// <summary>Scores of an exit: one a class or bin.</summary>
    internal int ExitScores => Spec.Contexts;

    /// <summary>Scores of the head: one a class, or one a bin, or the values predicted.</summary>
    internal int HeadScores => Head.NeedsTargets ? Spec.Contexts : Spec.HeadOutputs;

    /// <summary>All tensors, learned and kept.</summary>
    internal IReadOnlyList<Parameter> Leaves { get; }

    /// <summary>t_i of all classes, or bins, for each layer [m, target width]; empty where the targets have not learned.</summary>
    internal MatrixView[] ClassTargets { get; private set; } = [];

    /// <summary>What rows held out have shown about the probabilities.</summary>
    internal NetworkCalibration Calibration { get; set; } = new();

    /// <summary>Makes a network with parameters drawn at random.</summary>
    /// <param name="spec">What it is to be.</param>
    /// <param name="seed">The same seed gives the same parameters, on every machine; default 0.</param>
    /// <exception cref="ConfigurationException">The specification is unsound.</exception>
    public static Network Create(NetworkSpec spec, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(spec);
        spec.ThrowIfInvalid();
        Network network = NetworkFactory.Create(spec);
        RandomKey key = RandomKey.FromSeed(seed).Split("initialize");
        for (int i = 0; i < network.Layers.Count; i++)
        {
            network.Layers[i].Initialize(key.Split("layer").Split(i));
        }

        network.Generator.Initialize(key.Split("targets"));
        network.Head.Initialize(key.Split("head"));
        network.Coupled?.Initialize(key.Split("states"));
        return network;
    }

    /// <summary>The values of one tensor, row by row.</summary>
    /// <param name="name">A name from <see cref="Tensors"/>.</param>
    /// <exception cref="ArgumentException">There is no such tensor.</exception>
    public ReadOnlySpan<float> GetTensor(string name) => Find(name).Values;

    /// <summary>Replaces the values of one tensor, row by row, for example by weights from elsewhere.</summary>
    /// <param name="name">A name from <see cref="Tensors"/>.</param>
    /// <param name="values">As many values as the tensor holds; all finite.</param>
    /// <exception cref="ArgumentException">There is no such tensor, or the number of values differs, or one is NaN or infinite, or a
    /// variance is negative.</exception>
    public void SetTensor(string name, ReadOnlySpan<float> values)
    {
        Parameter parameter = Find(name);
        if (values.Length != parameter.Values.Length)
        {
            throw new ArgumentException(
                $"Tensor '{name}' is {parameter.Rows} x {parameter.Columns} and needs {parameter.Values.Length} values, not {values.Length}.",
                nameof(values));
        }

        Guard.AllFinite(values, $"values of tensor '{name}'");
        if (values.Length > 0 && TensorPrimitives.Min(values) is float least && least < parameter.Least)
        {
            throw new ArgumentException($"Tensor '{name}' cannot hold {least}; its values must be at least {parameter.Least}.", nameof(values));
        }

        values.CopyTo(parameter.Values);
        ForgetPacked();
        if (HasExits)
        {
            using var context = new ComputeContext(1);
            ComputeClassTargets(context);
        }
    }

    /// <summary>The losses of layers that follow each other and learn in turn: for one thread. Layers whose losses are alike have one, and its
    /// scratch, together, so that memory does not grow with depth.</summary>
    /// <param name="first">The first layer, from 0.</param>
    /// <param name="count">Layers.</param>
    /// <param name="scratch">Memory that losses which differ share too.</param>
    internal IReadOnlyList<LocalLoss> CreateLosses(int first, int count, LossScratch? scratch = null)
    {
        scratch ??= new LossScratch();
        bool perSample = !Spec.HasClassTargets;
        var made = new Dictionary<(LocalLossKind Kind, int Channels, int Positions, int Passes), LocalLoss>();
        var losses = new LocalLoss[count];
        for (int i = 0; i < count; i++)
        {
            Layer of = Layers[first + i];
            LocalLossKind kind = Spec.LossOf(first + i);
            (LocalLossKind, int Channels, int Positions, int) alike =
                (kind, of.ComparesMeans || of is SpikingLayer ? of.OutputShape.Channels : 0, of.OutputShape.Positions, of.Passes);
            if (!made.TryGetValue(alike, out losses[i]!))
            {
                losses[i] = of is SpikingLayer spiking ? CreateStepwise(spiking, kind, scratch)
                    : of.ComparesMeans ? LocalLoss.CreatePooled(kind, Spec.TopK, perSample, alike.Channels)
                    : LocalLoss.Create(kind, Spec.TopK, 1f / alike.Positions, perSample);
                made.Add(alike, losses[i]);
            }
        }

        return losses;
    }

    /// <summary>Surrogates are compared as other outputs are; voltages by their dot product over the root of the width, or of the channels.</summary>
    private LocalLoss CreateStepwise(SpikingLayer layer, LocalLossKind kind, LossScratch scratch)
    {
        bool perSample = !Spec.HasClassTargets;
        bool readsVoltage = Spec.Spiking!.LearningSignal == SpikingLearningSignal.Voltage;
        float scale = 1f / (layer.OutputShape.Positions * (readsVoltage ? MathF.Sqrt(layer.Inner.OutputShape.Channels) : 1f));
        return layer.CreateLoss(() => LocalLoss.Create(kind, Spec.TopK, scale, perSample), scratch);
    }

    /// <summary>Computes t_i of all classes at every layer, once, so that every layer can answer from now on.</summary>
    internal void ComputeClassTargets(ComputeContext context)
    {
        var targets = new List<MatrixView>();
        MatrixView last = default;
        foreach (Stage stage in Stages)
        {
            if (targets.Count == 0 && stage is Passage)
            {
                continue;
            }

            MatrixView output = new(new float[checked(Spec.Contexts * stage.TargetWidth)], Spec.Contexts, stage.TargetWidth);
            if (targets.Count == 0)
            {
                Generator.Forward(context, default, default, output);
            }
            else
            {
                // Targets alone: a signal without samples, so that normalisation treats them as in inference.
                var none = new MatrixView([], 0, stage.InputWidth);
                stage.Forward(context, new Signal(none, last), new Signal(new MatrixView([], 0, stage.OutputWidth), output), null);
            }

            last = output;
            if (stage is Layer layer)
            {
                targets.Add(output);
                if (layer is SpikingLayer spiking)
                {
                    // The layer answers by what is read of the voltages; the next one is given the spikes.
                    last = new MatrixView(output.Elements.ToArray(), output.Rows, output.Columns);
                    spiking.HandOn(context, new Signal(default, last), null);
                    spiking.Read(context, output);
                }
            }
        }

        ClassTargets = [.. targets];
        _tree = null;
        ForgetPacked();
    }

    /// <summary>After training by a rule that leaves the targets alone, no layer can answer.</summary>
    internal void ForgetClassTargets()
    {
        ClassTargets = [];
        ForgetPacked();
    }

    private Parameter Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Leaves.FirstOrDefault(p => p.Name == name)
            ?? throw new ArgumentException($"There is no tensor '{name}'; there are {string.Join(", ", Leaves.Select(p => p.Name))}.", nameof(name));
    }
}
