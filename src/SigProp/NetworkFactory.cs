using SigProp.Continuous;
using SigProp.Heads;
using SigProp.Layers;
using SigProp.Numerics;
using SigProp.Spiking;
using SigProp.Targets;

namespace SigProp;

/// <summary>Makes the parts that a specification names; parameters are left at zero.</summary>
internal static class NetworkFactory
{
    public static Network Create(NetworkSpec spec) => LayOut(Describe(spec));

    /// <summary>A network whose parameters take no memory yet (<see cref="LayOut"/>): its tensors' names and shapes are known.</summary>
    /// <exception cref="OverflowException">A tensor is larger than an array can be.</exception>
    public static Network Describe(NetworkSpec spec)
    {
        if (spec.Continuous is ContinuousSpec continuous)
        {
            int[] widths = [.. spec.LearningLayers.Cast<DenseSpec>().Select(l => l.Units)];
            var output = new ClassifierHead(widths[^1], spec.Classes);
            return new Network(spec, [], new SharedTargets(), output, new CoupledStates(continuous, spec.Inputs, widths, output.Parameters));
        }

        var stages = new List<Stage>();
        ImageShape shape = spec.InputShape;
        ImageShape? target = null;
        int layers = 0;
        SpikingSpec? spiking = spec.Spiking;
        bool isTimed = spiking is not null && spiking.Input != SpikingInput.ConstantCurrent;
        switch (spiking?.Input)
        {
            case SpikingInput.PoissonRate:
                stages.Add(new RateCode(shape, spiking.Steps));
                break;
            case SpikingInput.Latency:
                stages.Add(new LatencyCode(shape, spiking.Steps));
                break;
        }

        foreach (LayerSpec layer in spec.Layers)
        {
            ImageShape output = layer.OutputShape(shape);
            ImageShape? before = spec.Targets.Kind == TargetGeneratorKind.Shared ? shape : target;
            target = spec.TargetShape(layer, layers == 0, before, output);
            switch (layer)
            {
                case DenseSpec dense:
                    Flatten(stages, shape, before);
                    stages.Add(Spike(spiking, dense, ref isTimed, ++layers, (name, own) => new DenseLayer(name, shape.Size, own, target!.Size)));
                    break;
                case ConvolutionSpec convolution:
                    stages.Add(Spike(spiking, convolution, ref isTimed, ++layers, (name, own)
                        => new ConvolutionLayer(name, shape, own, before, target!, spec.Targets.Sparse) { IsOverwritten = spiking is not null }));
                    break;
                case PoolingSpec pooling:
                    // The steps of a channel are pooled as channels are.
                    stages.Add(new PoolingPassage(pooling, isTimed ? Steps.Shape(shape, spiking!.Steps) : shape, spec.Targets.Sparse ? before : null));
                    break;
                case FlattenSpec:
                    Flatten(stages, shape, before);
                    break;
                default:
                    throw new ConfigurationException("network", [$"Layers of kind {layer.GetType().Name} are unknown."]);
            }

            shape = output;
        }

        if (spiking is not null)
        {
            stages.Add(new MeanOverSteps(shape, target!, spiking.Steps));
        }

        return new Network(spec, stages, CreateGenerator(spec, stages), CreateHead(spec, shape.Size));
    }

    /// <summary>A network without hidden layers, which no specification describes: the features pass to a classifier that begins at zero, where all classes are
    /// equally probable. Trained by the rule Shallow it is a logistic regression.</summary>
    public static Network CreateLinear(int inputs, int classes)
    {
        var spec = new NetworkSpec { Inputs = inputs, Classes = classes, Layers = [] };
        return LayOut(new Network(spec, [new PassThrough(spec.InputShape)], new SharedTargets(), new ClassifierHead(inputs, classes)));
    }

    /// <summary>Makes room for all parameters.</summary>
    public static Network LayOut(Network network)
    {
        foreach (Parameter leaf in network.Leaves)
        {
            leaf.LayOut();
        }

        return network;
    }

    /// <summary>A layer, or in a spiking network the neurons that its output charges; after the first one there are steps of time.</summary>
    private static Layer Spike<TSpec>(SpikingSpec? spiking, TSpec layer, ref bool isTimed, int number, Func<string, TSpec, Layer> create)
        where TSpec : LearningLayerSpec
    {
        if (spiking is null)
        {
            return create($"layer{number}", layer);
        }

        bool isConstant = !isTimed;
        isTimed = true;
        float spatial = layer is ConvolutionSpec convolution ? convolution.SpatialDropout : 0f;
        LearningLayerSpec current = layer with { Activation = Activation.Identity, Dropout = 0f };
        current = current is ConvolutionSpec c ? c with { SpatialDropout = 0f } : current;
        return new SpikingLayer(create($"layer{number}", (TSpec)current), spiking, isConstant)
        {
            DropoutRate = layer.Dropout,
            SpatialDropoutRate = spatial,
        };
    }

    /// <summary>What is no image any more lies in memory as it did; only sparse targets have to be brought to its size.</summary>
    private static void Flatten(List<Stage> stages, ImageShape shape, ImageShape? target)
    {
        if (target is not null && (target.Positions > 1 || shape.Positions > 1) && target != shape)
        {
            stages.Add(new SparseFlatten(shape, target));
        }
    }

    private static TargetGenerator CreateGenerator(NetworkSpec spec, List<Stage> stages)
    {
        Layer first = stages.OfType<Layer>().First();
        LearningLayerSpec layer = spec.LearningLayers.First();
        var activation = new ActivationFunction(layer.Activation, layer.NegativeSlope);
        int contexts = spec.Contexts > 0 ? spec.Contexts : spec.Outputs, width = first.TargetWidth;
        int positions = first.OutputShape.Positions;
        bool learned = spec.Targets.Learned;
        if (spec.Spiking is SpikingSpec spiking)
        {
            // Currents far from the threshold would learn nothing.
            positions = 1;
            activation = new ActivationFunction(Activation.Identity, 0f);
            width /= spiking.Steps;
        }

        TargetGenerator generator = spec.Targets.Kind switch
        {
            TargetGeneratorKind.TargetOnly when spec.HasClassTargets => new TargetOnly(
                contexts, width, activation, learned, positions),
            TargetGeneratorKind.TargetInput => new TargetInput(contexts, width, activation, learned),
            TargetGeneratorKind.TargetLoop => new AffineTargets(spec.HeadOutputs, width, activation, learned),
            TargetGeneratorKind.CorrectedTargetLoop => new AffineTargets(stages[^1].OutputWidth, width, activation, learned),
            TargetGeneratorKind.Shared => new SharedTargets(),
            _ => new AffineTargets(contexts, width, activation, learned),
        };
        return spec.Spiking is null ? generator : new SpikingTargets(generator, Neuron.Of(spec.Spiking), spec.Spiking.Steps);
    }

    private static Head CreateHead(NetworkSpec spec, int width) => spec.Head switch
    {
        HeadKind.Linear => new LinearHead(width, spec.Outputs, spec.OutputLoss == OutputLossKind.Huber ? spec.HuberDelta : null),
        HeadKind.NearestTarget => new NearestTargetHead(),
        HeadKind.Vote when spec.IsRegression => new NearestTargetHead(),
        _ => new ClassifierHead(width, spec.Classes),
    };
}
