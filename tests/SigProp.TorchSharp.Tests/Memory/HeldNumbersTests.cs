using Mono.Cecil;
using Mono.Cecil.Cil;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Tests.Memory;

/// <summary>TorchSharp's numbers may be finalised while libtorch reads them: so they are handed over in one place, which holds them.</summary>
public sealed class HeldNumbersTests
{
    private const string Number = "TorchSharp.Scalar";

    [Fact]
    public void Numbers_are_handed_to_TorchSharp_in_one_place()
    {
        using ModuleDefinition library = ModuleDefinition.ReadModule(typeof(global::TorchSharp.torch).Assembly.Location);
        HashSet<string> makers = [.. Calls(library).Where(c => c.Used.DeclaringType.FullName == Number && c.Used.Name == "op_Implicit").Select(c => c.User.FullName)];
        Assert.Contains(makers, m => m.EndsWith("::add(TorchSharp.torch/Tensor)", StringComparison.Ordinal));
        using ModuleDefinition own = ModuleDefinition.ReadModule(typeof(TorchNumbers).Assembly.Location);
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        foreach ((MethodDefinition user, MethodReference used) in Calls(own).Where(c => c.User.DeclaringType.Name != nameof(TorchNumbers)))
        {
            if (used.DeclaringType.FullName == Number || used.Parameters.Any(p => p.ParameterType.FullName.Contains(Number, StringComparison.Ordinal))
                || makers.Contains(used.FullName))
            {
                wrong.Add($"{user.DeclaringType.Name}.{user.Name} calls {used.FullName}");
            }
        }

        Assert.Empty(wrong);
    }

    private static IEnumerable<(MethodDefinition User, MethodReference Used)> Calls(ModuleDefinition module)
        => from type in module.GetTypes()
           from method in type.Methods
           where method.HasBody
           from instruction in method.Body.Instructions
           where instruction.OpCode.Code is Code.Call or Code.Callvirt or Code.Newobj or Code.Ldftn && instruction.Operand is MethodReference
           select (method, (MethodReference)instruction.Operand);
}
