using Mono.Cecil;
using SigProp.MLNet.FriendAccess;

namespace SigProp.MLNet.Tests;

/// <summary>Finds the members of ML.NET that are not public and that a compiled assembly uses.</summary>
internal sealed class FriendMemberScan : IDisposable
{
    private readonly DefaultAssemblyResolver _resolver = new();
    private readonly AssemblyDefinition _assembly;
    private readonly SortedSet<string> _found = new(StringComparer.Ordinal);

    private FriendMemberScan(string path)
    {
        _resolver.AddSearchDirectory(Path.GetDirectoryName(path));
        _assembly = AssemblyDefinition.ReadAssembly(path, new ReaderParameters { AssemblyResolver = _resolver });
    }

    public static IReadOnlyCollection<string> Of(string path)
    {
        using var scan = new FriendMemberScan(path);
        scan.Run();
        return scan._found;
    }

    public void Dispose()
    {
        _assembly.Dispose();
        _resolver.Dispose();
    }

    private void Run()
    {
        ModuleDefinition module = _assembly.MainModule;
        foreach (TypeReference type in module.GetTypeReferences())
        {
            Add(type);
        }

        foreach (MemberReference member in module.GetMemberReferences())
        {
            Add(member);
        }

        foreach (TypeDefinition type in module.GetTypes())
        {
            foreach (MethodDefinition method in type.Methods)
            {
                AddOverridden(type, method);
            }
        }

        foreach (CustomAttributeArgument argument in _assembly.CustomAttributes.SelectMany(a => a.ConstructorArguments))
        {
            if (argument.Value is TypeReference type)
            {
                Add(type);
            }
        }
    }

    /// <summary>Overriding and implementing leave no reference to the member in the code.</summary>
    private void AddOverridden(TypeDefinition type, MethodDefinition method)
    {
        foreach (MethodReference implemented in method.Overrides)
        {
            Add(implemented);
        }

        if (!method.IsVirtual || method.IsNewSlot)
        {
            return;
        }

        for (TypeDefinition? ancestor = type.BaseType?.Resolve(); ancestor is not null; ancestor = ancestor.BaseType?.Resolve())
        {
            MethodDefinition? overridden = ancestor.Methods.FirstOrDefault(
                m => m.IsVirtual && m.Name == method.Name && m.Parameters.Count == method.Parameters.Count);
            if (overridden is not null)
            {
                Add(overridden);
            }
        }
    }

    private void Add(MemberReference reference)
    {
        IMemberDefinition? member = reference.Resolve();
        TypeDefinition? type = member as TypeDefinition ?? member?.DeclaringType;
        if (type is null || !type.Module.Assembly.Name.Name.StartsWith("Microsoft.ML", StringComparison.Ordinal))
        {
            return;
        }

        bool hidden = !IsPublic(type) || member switch
        {
            MethodDefinition method => !method.IsPublic && !method.IsFamily && !method.IsFamilyOrAssembly,
            FieldDefinition field => !field.IsPublic && !field.IsFamily && !field.IsFamilyOrAssembly,
            _ => false,
        };
        if (!hidden)
        {
            return;
        }

        string typeName = type.FullName.Replace('/', '+');
        string suffix = member switch
        {
            MethodDefinition method => "." + FriendMembers.Signature(method.Name, method.Parameters.Select(p => p.ParameterType.Name)),
            FieldDefinition field => "." + field.Name,
            _ => "",
        };
        _found.Add($"{type.Module.Assembly.Name.Name}: {typeName}{suffix}");
    }

    private static bool IsPublic(TypeDefinition type) => type.IsNested ? type.IsNestedPublic && IsPublic(type.DeclaringType) : type.IsPublic;
}
