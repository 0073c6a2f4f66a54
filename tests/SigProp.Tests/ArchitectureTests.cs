using Mono.Cecil;
using Mono.Cecil.Cil;

namespace SigProp.Tests;

/// <summary>Dependencies point one way.</summary>
public sealed class ArchitectureTests
{
    private const string Root = "SigProp";

    /// <summary>What each namespace may use. The root holds what the public calls are made of, data and errors mostly: all may use it and it may
    /// use all, but for the parts of it named below.</summary>
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["Numerics"] = [],
        ["Optimizers"] = ["Numerics"],
        ["Losses"] = ["Numerics"],
        ["Layers"] = ["Numerics", "Optimizers", "Losses"],
        ["Targets"] = ["Numerics", "Optimizers", "Layers"],
        ["Heads"] = ["Numerics", "Optimizers", "Layers", "Losses"],
        ["Spiking"] = ["Numerics", "Optimizers", "Layers", "Losses", "Targets"],
        ["Continuous"] = ["Numerics"],
        ["Data"] = ["Numerics"],
        ["Learning"] = ["Continuous", "Numerics", "Optimizers", "Layers", "Losses", "Targets", "Heads"],
        ["Baselines"] = ["Numerics", "Optimizers", "Layers", "Losses", "Targets", "Heads", "Learning"],
        ["Training"] = ["Continuous", "Spiking", "Numerics", "Optimizers", "Layers", "Losses", "Targets", "Heads", "Learning", "Baselines", "Data"],
        ["Comparison"] = ["Continuous", "Spiking", "Numerics", "Optimizers", "Losses", "Layers", "Heads", "Learning", "Training", "Data"],
        ["Persistence"] = ["Continuous", "Spiking", "Numerics", "Training", "Data", "Learning", "Optimizers"],
    };

    /// <summary>Types of the root that stand above all: whoever uses one uses all that it is made of.</summary>
    private static readonly string[] s_top = ["Model"];

    /// <summary>Types of the root that stand between Heads and Learning.</summary>
    private static readonly string[] s_network = ["Network", "NetworkFactory", "Inference"];

    [Fact]
    public void Dependencies_point_one_way()
    {
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        foreach ((TypeDefinition user, TypeDefinition used) in Dependencies())
        {
            string from = Part(user), to = Part(used);
            if (from != to && from.Length > 0 && to.Length > 0 && !s_allowed[from].Contains(to))
            {
                wrong.Add($"{user.FullName} uses {used.FullName}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void What_layers_are_made_of_does_not_know_the_network()
    {
        string[] below = ["Numerics", "Optimizers", "Losses", "Layers", "Targets", "Heads", "Spiking", "Continuous", "Data"];
        Assert.DoesNotContain(Dependencies(), d => below.Contains(Part(d.User)) && IsRoot(d.Used, [.. s_network, .. s_top]));
        Assert.DoesNotContain(Dependencies(), d => Part(d.User) is "Learning" or "Baselines" or "Training" && IsRoot(d.Used, s_top));
    }

    [Fact]
    public void The_network_does_not_know_how_it_is_trained_or_saved()
    {
        string[] above = ["Learning", "Baselines", "Training", "Persistence"];
        Assert.DoesNotContain(Dependencies(), d => IsRoot(d.User, s_network) && above.Contains(Part(d.Used)));
    }

    [Fact]
    public void The_table_names_every_namespace_and_no_other()
    {
        using ModuleDefinition module = Read();
        Assert.Equal(
            s_allowed.Keys.Order(StringComparer.Ordinal),
            Own(module).Select(Part).Where(p => p.Length > 0).Distinct().Order(StringComparer.Ordinal));
        Assert.All([.. s_top, .. s_network], name => Assert.NotNull(module.GetType(Root, name)));
    }

    [Fact]
    public void The_scan_sees_what_method_bodies_use()
    {
        HashSet<string> seen = [.. Dependencies().Select(d => $"{d.User.Name} uses {d.Used.Name}")];
        Assert.Contains("DenseLayer uses Gemm", seen);
        Assert.Contains("DenseLayer uses BiasActivation", seen);
        Assert.Contains("TrainingSplit uses StratifiedSplit", seen);
    }

    private static ModuleDefinition Read() => ModuleDefinition.ReadModule(typeof(Network).Assembly.Location);

    private static IEnumerable<TypeDefinition> Own(ModuleDefinition module)
        => module.Types.Where(t => t.Namespace == Root || t.Namespace.StartsWith(Root + ".", StringComparison.Ordinal));

    private static string Part(TypeDefinition type) => type.Namespace.Length > Root.Length ? type.Namespace[(Root.Length + 1)..] : "";

    private static bool IsRoot(TypeDefinition type, string[] names) => type.Namespace == Root && names.Contains(type.Name);

    private static HashSet<(TypeDefinition User, TypeDefinition Used)> Dependencies()
    {
        var found = new HashSet<(TypeDefinition, TypeDefinition)>();
        ModuleDefinition module = Read();
        HashSet<TypeDefinition> own = [.. Own(module)];
        foreach (TypeDefinition type in own)
        {
            IEnumerable<TypeDefinition> used = Mentions(type).SelectMany(Unwrap).Select(Outermost).OfType<TypeDefinition>();
            found.UnionWith(used.Where(t => t != type && own.Contains(t)).Select(t => (type, t)));
        }

        return found;
    }

    private static IEnumerable<TypeReference?> Mentions(TypeDefinition type)
    {
        IEnumerable<TypeReference?> mentions =
        [
            type.BaseType, .. type.Interfaces.Select(i => i.InterfaceType), .. type.Fields.Select(f => f.FieldType),
            .. type.CustomAttributes.SelectMany(a => a.ConstructorArguments).Select(a => a.Value as TypeReference),
            .. type.GenericParameters.SelectMany(p => p.Constraints).Select(c => c.ConstraintType),
            .. type.Methods.SelectMany(Mentions), .. type.NestedTypes.SelectMany(Mentions),
        ];
        return mentions;
    }

    private static IEnumerable<TypeReference?> Mentions(MethodDefinition method)
    {
        IEnumerable<TypeReference?> signature = [method.ReturnType, .. method.Parameters.Select(p => p.ParameterType)];
        IEnumerable<TypeReference?> body = method.HasBody
            ? method.Body.Variables.Select(v => v.VariableType).Concat(method.Body.Instructions.SelectMany(Mentions))
            : [];
        return signature.Concat(body);
    }

    private static IEnumerable<TypeReference?> Mentions(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        GenericInstanceMethod method => [method.DeclaringType, method.ReturnType, .. method.GenericArguments],
        MethodReference method => [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(p => p.ParameterType)],
        FieldReference field => [field.DeclaringType, field.FieldType],
        _ => [],
    };

    private static IEnumerable<TypeReference> Unwrap(TypeReference? type) => type switch
    {
        null => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Unwrap).Append(generic.ElementType),
        TypeSpecification specification => Unwrap(specification.ElementType),
        _ => [type],
    };

    private static TypeDefinition? Outermost(TypeReference type)
    {
        while (type.DeclaringType is not null)
        {
            type = type.DeclaringType;
        }

        return type as TypeDefinition;
    }
}
