using SigProp.Heads;
using SigProp.Layers;
using SigProp.Targets;

namespace SigProp;

/// <summary>Makes the parts that a specification names; parameters are left at zero.</summary>
internal static class NetworkFactory
{
    public static Network Create(NetworkSpec spec)
    {
        var stages = new List<Stage>();
        ImageShape shape = spec.InputShape;
        ImageShape? target = null;
        int layers = 0;
        foreach (LayerSpec layer in spec.Layers)
        {
            ImageShape output = layer.OutputShape(shape);
            ImageShape? before = spec.Targets.Kind == TargetGeneratorKind.Shared ? shape : target;
            target = spec.TargetShape(layer, layers == 0, before, output);
            switch (layer)
            {
                case DenseSpec dense:
                    Flatten(stages, shape, before);
                    stages.Add(new DenseLayer($"layer{++layers}", shape.Size, dense, target!.Size));
                    break;
                case ConvolutionSpec convolution:
                    stages.Add(new ConvolutionLayer($"layer{++layers}", shape, convolution, before, target!, spec.Targets.Sparse));
                    break;
                case PoolingSpec pooling:
                    stages.Add(new PoolingPassage(pooling, shape, spec.Targets.Sparse ? before : null));
                    break;
                case FlattenSpec:
                    Flatten(stages, shape, before);
                    break;
                default:
                    throw new ConfigurationException("network", [$"Layers of kind {layer.GetType().Name} are unknown."]);
            }

            shape = output;
        }

        return new Network(spec, stages, CreateGenerator(spec, stages), CreateHead(spec, shape.Size));
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
        bool learned = spec.Targets.Learned;
        return spec.Targets.Kind switch
        {
            TargetGeneratorKind.TargetOnly when spec.HasClassTargets => new TargetOnly(
                contexts, width, activation, learned, first.OutputShape.Positions),
            TargetGeneratorKind.TargetInput => new TargetInput(contexts, width, activation, learned),
            TargetGeneratorKind.TargetLoop => new AffineTargets(spec.HeadOutputs, width, activation, learned),
            TargetGeneratorKind.CorrectedTargetLoop => new AffineTargets(stages[^1].OutputWidth, width, activation, learned),
            TargetGeneratorKind.Shared => new SharedTargets(),
            _ => new AffineTargets(contexts, width, activation, learned),
        };
    }

    private static Head CreateHead(NetworkSpec spec, int width) => spec.Head switch
    {
        HeadKind.Linear => new LinearHead(width, spec.Outputs, spec.OutputLoss == OutputLossKind.Huber ? spec.HuberDelta : null),
        HeadKind.NearestTarget => new NearestTargetHead(),
        HeadKind.Vote when spec.IsRegression => new NearestTargetHead(),
        _ => new ClassifierHead(width, spec.Classes),
    };
}
